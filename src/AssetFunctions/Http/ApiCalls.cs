using AssetFunctions.Sync;
using Azure;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Http;

/// <summary>Runs the work behind a request and turns what it throws into a problem: callers never see a stack trace.</summary>
public sealed partial class ApiCalls(ILogger<ApiCalls> logger)
{
    public async Task<ApiAnswer> RunAsync(Func<Task<ApiAnswer>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (IsBusy(fault))
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

    /// <summary>Runs the work for one wallet, which gets the address in canonical form.</summary>
    public Task<ApiAnswer> ForWalletAsync(string wallet, Func<string, Task<ApiAnswer>> work) =>
        WalletAddress.TryCanonicalize(wallet, out var canonical) ? RunAsync(() => work(canonical)) : Task.FromResult(Problems.BadWallet());

    // An account that cannot be reached is told by the faults of all attempts, among them those that got no answer in time.
    static bool IsBusy(Exception fault) => fault is TransientStoreException or RequestFailedException
        || (fault is AggregateException { InnerExceptions.Count: > 0 } attempts
            && attempts.InnerExceptions.All(attempt => attempt is RequestFailedException or IOException or HttpRequestException or OperationCanceledException));

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A request was answered 503.")]
        public static partial void Busy(ILogger logger, Exception fault);

        [LoggerMessage(LogLevel.Error, "A request was answered 500.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
