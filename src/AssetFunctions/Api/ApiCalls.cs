using AssetFunctions.Sync.Pipeline;
using Azure;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Api;

/// <summary>Runs the work behind a request and turns what it throws into a problem: callers never see a stack trace.</summary>
public sealed partial class ApiCalls(ILogger<ApiCalls> logger)
{
    public async Task<ApiAnswer> RunAsync(Func<Task<ApiAnswer>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (fault is TransientStoreException or RequestFailedException)
        {
            Log.Busy(logger, fault);
            return Problems.Busy();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.Failed(logger, fault);
            return Problems.Fault();
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A request was answered 503.")]
        public static partial void Busy(ILogger logger, Exception fault);

        [LoggerMessage(LogLevel.Error, "A request was answered 500.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
