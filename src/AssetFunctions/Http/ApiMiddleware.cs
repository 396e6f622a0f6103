using AssetFunctions.Sync;
using AssetFunctions.Sync.Queries;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Http;

/// <summary>Wraps all HTTP functions: puts route addresses into canonical form and turns exceptions into problems without stack traces.</summary>
sealed partial class ApiMiddleware(ILogger<ApiMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Returns true for an invocation of an HTTP function.</summary>
    public static bool IsHttp(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            // Arguments are bound once; the function receives the values of this array.
            var arguments = await context.Features.Get<IFunctionInputBindingFeature>()!.BindFunctionInputAsync(context);
            RouteAddresses.Canonicalize(context.FunctionDefinition.Parameters, arguments.Values);
            await next(context);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            context.GetInvocationResult().Value = ToProblem(ex);
        }
    }

    /// <summary>Maps an exception to the response for the caller.</summary>
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
        return Problems.InternalError();
    }

    // An unreachable account is reported as the exceptions of all attempts, including those that timed out.
    static bool IsBusy(Exception exception) => exception is TransientStoreException or RequestFailedException
        || (exception is AggregateException { InnerExceptions.Count: > 0 } attempts
            && attempts.InnerExceptions.All(attempt => attempt is RequestFailedException or IOException or HttpRequestException or OperationCanceledException));

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Responded 503: the database or the queues failed to respond. The caller may try again.")]
        public static partial void Busy(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "Responded 500: the request failed unexpectedly.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
