using AssetFunctions.Sync;
using AssetFunctions.Sync.Queries;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Http;

/// <summary>
/// What all HTTP functions have in common: they get the addresses of their routes in canonical form, and what they throw becomes a problem, so
/// that callers never see a stack trace.
/// </summary>
sealed partial class ApiMiddleware(ILogger<ApiMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Whether an invocation is that of an HTTP function.</summary>
    public static bool IsHttp(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            // The arguments are bound once; the function gets what is in the array.
            var arguments = await context.Features.Get<IFunctionInputBindingFeature>()!.BindFunctionInputAsync(context);
            RouteAddresses.Canonicalize(context.FunctionDefinition.Parameters, arguments.Values);
            await next(context);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            context.GetInvocationResult().Value = ToProblem(ex);
        }
    }

    /// <summary>What a caller gets instead of an exception.</summary>
    public ApiResponse ToProblem(Exception exception)
    {
        if (exception is ProblemException { Problem: var problem })
        {
            return problem;
        }

        if (exception is InvalidContinuationException)
        {
            return Problems.BadContinuation();
        }

        if (exception is ListChangedException)
        {
            return Problems.ListChanged();
        }

        if (IsBusy(exception))
        {
            Log.Busy(logger, exception);
            return Problems.Busy();
        }

        Log.Failed(logger, exception);
        return Problems.Fault();
    }

    // An account that cannot be reached is reported by the exceptions of all attempts, among them those that got no response in time.
    static bool IsBusy(Exception exception) => exception is TransientStoreException or RequestFailedException
        || (exception is AggregateException { InnerExceptions.Count: > 0 } attempts
            && attempts.InnerExceptions.All(attempt => attempt is RequestFailedException or IOException or HttpRequestException or OperationCanceledException));

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A request was answered 503.")]
        public static partial void Busy(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "A request was answered 500.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
