using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Http;

/// <summary>Events that every provider logs in the same words, because alerts read them.</summary>
static partial class ProviderLog
{
    /// <summary>Tells of an answer that keeps calls out for a while; of any other one nothing.</summary>
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
