using System.Reflection;
using System.Text.Json;
using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.LocalWorker.Invocation;

/// <summary>
/// Runs a function once: in a scope of its own, through the middleware, and with its outputs sent after it has
/// succeeded.
/// </summary>
sealed partial class FunctionInvoker
{
    readonly IServiceScopeFactory _scopes;
    readonly QueueSender _sender;
    readonly ILoggerFactory _loggers;
    readonly JsonSerializerOptions _json;
    readonly TimeProvider _time;
    readonly FunctionExecutionDelegate _pipeline;

    public FunctionInvoker(
        IServiceProvider services,
        IServiceScopeFactory scopes,
        QueueSender sender,
        ILoggerFactory loggers,
        IOptions<JsonSerializerOptions> json,
        WorkerOptions options)
    {
        _scopes = scopes;
        _sender = sender;
        _loggers = loggers;
        _json = json.Value;
        _time = options.Time;
        _pipeline = options.Middleware
            .Select(create => create(services))
            .Reverse()
            .Aggregate<IFunctionsWorkerMiddleware, FunctionExecutionDelegate>(
                ExecuteAsync, static (next, middleware) => context => middleware.Invoke(context, next));
    }

    /// <summary>
    /// Whether the function, its outputs and <paramref name="respondAsync"/>, which runs last and within the scope,
    /// all succeeded. A failure is logged here and not thrown.
    /// </summary>
    public async Task<bool> InvokeAsync(
        FunctionModel function,
        object trigger,
        IReadOnlyDictionary<string, object?> bindingData,
        string reason,
        CancellationToken cancellation,
        Func<FunctionInvocation, Task>? respondAsync = null)
    {
        var logger = _loggers.CreateLogger($"Function.{function.Name}");
        var started = _time.GetTimestamp();
        var id = Guid.NewGuid().ToString();
        LogExecuting(logger, function.Name, reason, id);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var invocation = new FunctionInvocation(
                id, function, trigger, bindingData, scope.ServiceProvider, _json, cancellation);
            await _pipeline(invocation);
            await _sender.SendAsync(function.Result, invocation.Result, _json, cancellation);
            if (respondAsync is not null)
            {
                await respondAsync(invocation);
            }
        }
        catch (Exception e)
        {
            LogFailed(logger, e, function.Name, id, Elapsed(started));
            return false;
        }

        LogSucceeded(logger, function.Name, id, Elapsed(started));
        return true;
    }

    static async Task ExecuteAsync(FunctionContext context)
    {
        var invocation = (FunctionInvocation)context;
        var function = invocation.Function;
        var arguments = function.Arguments.Select(argument => Bind(argument, invocation)).ToArray();
        var instance = function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateInstance(invocation.InstanceServices, function.Method.DeclaringType!);
        try
        {
            var returned = function.Method.Invoke(
                instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            invocation.Result = await function.Result.AwaitAsync(returned);
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    static object? Bind(Argument argument, FunctionInvocation invocation)
    {
        try
        {
            return argument.Bind(invocation);
        }
        catch (Exception e) when (e is FormatException or JsonException or NotSupportedException)
        {
            throw new InvalidOperationException($"The parameter '{argument.Name}' cannot be bound: {e.Message}", e);
        }
    }

    static async ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    long Elapsed(long started) => (long)_time.GetElapsedTime(started).TotalMilliseconds;

    [LoggerMessage(LogLevel.Information, "Executing 'Functions.{Function}' (Reason='{Reason}', Id={InvocationId})")]
    private static partial void LogExecuting(ILogger logger, string function, string reason, string invocationId);

    [LoggerMessage(LogLevel.Information, "Executed 'Functions.{Function}' (Succeeded, Id={InvocationId}, Duration={Duration}ms)")]
    private static partial void LogSucceeded(ILogger logger, string function, string invocationId, long duration);

    [LoggerMessage(LogLevel.Error, "Executed 'Functions.{Function}' (Failed, Id={InvocationId}, Duration={Duration}ms)")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function, string invocationId, long duration);
}
