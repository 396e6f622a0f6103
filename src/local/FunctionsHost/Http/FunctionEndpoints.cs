using AssetFunctions.Local.FunctionsHost.Engine;
using AssetFunctions.Local.FunctionsHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;

namespace AssetFunctions.Local.FunctionsHost.Http;

/// <summary>The routes of the HTTP functions, known once the worker has described them.</summary>
sealed partial class FunctionEndpoints(FunctionKeys keys, ILogger<FunctionEndpoints> logger) : EndpointDataSource, IDisposable
{
    const string DefaultPrefix = "api";

    readonly CancellationTokenSource _changed = new();
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    IReadOnlyList<Endpoint> _endpoints = [];
    EngineHost? _engine;
    int _running;
    volatile bool _open;
    volatile bool _draining;

    /// <summary>Ends when functions can be called.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The host's state, as the platform names it.</summary>
    public string State(bool hasWorker) => _draining ? "Stopping" : hasWorker && Ready.IsCompleted ? "Running" : "Starting";

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    // The routes change once; a token that has fired already would make its consumers ask again and again.
    public override IChangeToken GetChangeToken() => new CancellationChangeToken(_open ? CancellationToken.None : _changed.Token);

    /// <summary>Opens the routes.</summary>
    /// <param name="prefix">First segment of all routes; null takes the default of the platform.</param>
    /// <exception cref="RoutePatternException">A route is no template.</exception>
    public void Open(IEnumerable<WorkerFunction> functions, string? prefix, EngineHost engine)
    {
        _engine = engine;

        // Of several routes that match, the platform takes the one of the first function by name.
        _endpoints = [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Select((function, order) => Map(function, prefix ?? DefaultPrefix, order))];
        _open = true;
        _changed.Cancel();
        _ready.TrySetResult();
    }

    /// <summary>Refuses new requests and waits for the running ones.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeProvider time)
    {
        _draining = true;
        if (Volatile.Read(ref _running) > 0)
        {
            await Task.WhenAny(_drained.Task, Task.Delay(limit, time));
        }
    }

    public void Dispose() => _changed.Dispose();

    RouteEndpoint Map(WorkerFunction function, string prefix, int order)
    {
        var route = function.Trigger.Text("route") is { Length: > 0 } text ? text : function.Name;
        var pattern = RoutePatternFactory.Parse($"/{prefix.Trim('/')}/{route.TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal));
        var metadata = new EndpointMetadataCollection(
            function.Trigger.Json.TryGetProperty("methods", out var methods) && methods.GetArrayLength() > 0
                ? [new HttpMethodMetadata(methods.EnumerateArray().Select(method => method.GetString()!))]
                : []);
        return new RouteEndpoint(context => RunAsync(function, context), pattern, order, metadata, function.Name);
    }

    async Task RunAsync(WorkerFunction function, HttpContext context)
    {
        if (_draining)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (!keys.Allows(context.Request, function.Name, function.Trigger.Text("authLevel")))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        Interlocked.Increment(ref _running);
        try
        {
            await _engine!.CallAsync(function, context);
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            // The engine has logged it under the name of the function.
            Log.Failed(logger, function.Name, ex.GetBaseException().Message);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        finally
        {
            if (Interlocked.Decrement(ref _running) == 0 && _draining)
            {
                _drained.TrySetResult();
            }
        }
    }

    static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Function {Function} failed: {Message}")]
        public static partial void Failed(ILogger logger, string function, string message);
    }
}
