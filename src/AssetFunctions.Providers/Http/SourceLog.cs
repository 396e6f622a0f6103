using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Http;

/// <summary>Events that every source logs in the same words, because alerts read them.</summary>
static partial class SourceLog
{
    [LoggerMessage(LogLevel.Warning, "{Reason} No call can succeed for {Delay}.")]
    public static partial void Throttled(ILogger logger, string reason, TimeSpan delay);
}
