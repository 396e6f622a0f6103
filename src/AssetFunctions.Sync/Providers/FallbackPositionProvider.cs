using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Providers;

/// <summary>
/// Calls the first provider, and the next one if it is down, rejects our key or is out of quota for longer than
/// <see cref="ProvidersOptions.MaxThrottleSeconds"/>. A wallet that the first provider refuses or is still preparing is not requested elsewhere. If no
/// provider serves the wallet, the result is the first transient failure, or else the first provider's result.
/// </summary>
public sealed partial class FallbackPositionProvider(
    IReadOnlyList<IPositionProvider> providers, IOptions<ProvidersOptions> options, ILogger<FallbackPositionProvider> logger) : IPositionProvider
{
    readonly TimeSpan _maxThrottle = TimeSpan.FromSeconds(options.Value.MaxThrottleSeconds);

    /// <summary>Name of the first provider. <see cref="PositionSet.Provider"/> names the one that served the wallet.</summary>
    public string Name => providers[0].Name;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        var replies = new List<Reply>();
        foreach (var provider in providers)
        {
            var reply = await CallAsync(provider, wallet, cancellationToken);
            var isFinal = reply.Result is ProviderResult.Served<PositionSet> || (replies.Count == 0 && !AllowsFallback(reply));
            if (isFinal)
            {
                return reply.Result!;
            }

            replies.Add(reply);
            Log.NotServed(logger, provider.Name, wallet, reply.Why);
        }

        var returned = replies.Find(reply => reply.IsTransient) ?? replies[0];
        returned.Failure?.Throw();
        return returned.Result!;
    }

    static async Task<Reply> CallAsync(IPositionProvider provider, string wallet, CancellationToken cancellationToken)
    {
        try
        {
            return new Reply(await provider.FetchPositionsAsync(wallet, cancellationToken), null);
        }
        catch (ProviderException ex)
        {
            return new Reply(null, ExceptionDispatchInfo.Capture(ex));
        }
    }

    bool AllowsFallback(Reply reply) => reply.Result switch
    {
        null or ProviderResult.Unauthorized => true,
        ProviderResult.Throttled throttled => throttled.IsOutage || throttled.RetryAfter > _maxThrottle,
        _ => false,
    };

    sealed record Reply(ProviderResult? Result, ExceptionDispatchInfo? Failure)
    {
        public bool IsTransient => Result is null or ProviderResult.Throttled or ProviderResult.NotReady;

        public string Why => Result?.Refusal ?? Failure?.SourceException.Message ?? string.Empty;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Provider {Provider} did not serve wallet {Wallet}: {Reason}")]
        public static partial void NotServed(ILogger logger, string provider, string wallet, string reason);
    }
}
