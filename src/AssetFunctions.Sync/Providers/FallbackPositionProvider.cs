using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Providers;

/// <summary>
/// Asks the first source, and the next one when it is down, out of quota for longer than a bound, or rejects our key. A wallet that the first
/// source refuses or still prepares is not asked for elsewhere. When no other source serves the wallet either, what the first one said stands;
/// where that is a rejected key, what the next one said that may pass.
/// </summary>
public sealed partial class FallbackPositionProvider(
    IReadOnlyList<IPositionProvider> sources, IOptions<ProvidersOptions> options, ILogger<FallbackPositionProvider> logger) : IPositionProvider
{
    readonly TimeSpan _maxThrottle = TimeSpan.FromSeconds(options.Value.MaxThrottleSeconds);

    /// <summary>Name of the first source. A set names the source that served it.</summary>
    public string Name => sources[0].Name;

    /// <inheritdoc/>
    public async Task<SourceAnswer> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        var replies = new List<Reply>();
        foreach (var source in sources)
        {
            var reply = await AskAsync(source, wallet, cancellationToken);
            var stands = reply.Answer is SourceAnswer.Served<PositionSet> || (replies.Count == 0 && !GivesWay(reply));
            if (stands)
            {
                return reply.Answer!;
            }

            replies.Add(reply);
            Log.NotServed(logger, source.Name, wallet, reply.Why);
        }

        var standing = replies.Find(reply => reply.MayPass) ?? replies[0];
        standing.Failure?.Throw();
        return standing.Answer!;
    }

    static async Task<Reply> AskAsync(IPositionProvider source, string wallet, CancellationToken cancellationToken)
    {
        try
        {
            return new Reply(await source.FetchPositionsAsync(wallet, cancellationToken), null);
        }
        catch (ProviderException ex)
        {
            return new Reply(null, ExceptionDispatchInfo.Capture(ex));
        }
    }

    bool GivesWay(Reply reply) => reply.Answer switch
    {
        null or SourceAnswer.Unauthorized => true,
        SourceAnswer.Throttled throttled => throttled.IsOutage || throttled.RetryAfter > _maxThrottle,
        _ => false,
    };

    sealed record Reply(SourceAnswer? Answer, ExceptionDispatchInfo? Failure)
    {
        public bool MayPass => Answer is null or SourceAnswer.Throttled or SourceAnswer.NotReady;

        public string Why => Answer?.Refusal ?? Failure?.SourceException.Message ?? string.Empty;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Source} did not serve {Wallet}: {Reason}")]
        public static partial void NotServed(ILogger logger, string source, string wallet, string reason);
    }
}
