using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Providers;

/// <summary>
/// Asks the first provider, and the next one when it is down, out of quota for longer than a bound, or rejects our key. A wallet that the first
/// provider refuses or still prepares is not asked for elsewhere. When no other provider serves the wallet either, what the first one said stands;
/// where that is a rejected key, what the next one said that may pass.
/// </summary>
public sealed partial class FallbackPositionProvider(
    IReadOnlyList<IPositionProvider> providers, IOptions<ProvidersOptions> options, ILogger<FallbackPositionProvider> logger) : IPositionProvider
{
    readonly TimeSpan _maxThrottle = TimeSpan.FromSeconds(options.Value.MaxThrottleSeconds);

    /// <summary>Name of the first provider. A set names the provider that served it.</summary>
    public string Name => providers[0].Name;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        var replies = new List<Reply>();
        foreach (var provider in providers)
        {
            var reply = await CallAsync(provider, wallet, cancellationToken);
            var stands = reply.Result is ProviderResult.Served<PositionSet> || (replies.Count == 0 && !GivesWay(reply));
            if (stands)
            {
                return reply.Result!;
            }

            replies.Add(reply);
            Log.NotServed(logger, provider.Name, wallet, reply.Why);
        }

        var standing = replies.Find(reply => reply.MayPass) ?? replies[0];
        standing.Failure?.Throw();
        return standing.Result!;
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

    bool GivesWay(Reply reply) => reply.Result switch
    {
        null or ProviderResult.Unauthorized => true,
        ProviderResult.Throttled throttled => throttled.IsOutage || throttled.RetryAfter > _maxThrottle,
        _ => false,
    };

    sealed record Reply(ProviderResult? Result, ExceptionDispatchInfo? Failure)
    {
        public bool MayPass => Result is null or ProviderResult.Throttled or ProviderResult.NotReady;

        public string Why => Result?.Refusal ?? Failure?.SourceException.Message ?? string.Empty;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Provider} did not serve {Wallet}: {Reason}")]
        public static partial void NotServed(ILogger logger, string provider, string wallet, string reason);
    }
}
