using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Http;

/// <summary>Events that all providers log with the same text, because alerts search for it.</summary>
static partial class ProviderLog
{
    /// <summary>Logs a response that pauses further calls, and no other.</summary>
    public static void Refused(ILogger logger, ProviderResult? refusal)
    {
        if (refusal is ProviderResult.Throttled throttled)
        {
            Throttled(logger, throttled.Reason, throttled.RetryAfter);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason} No call can succeed for {Delay}.")]
    static partial void Throttled(ILogger logger, string reason, TimeSpan delay);
}
