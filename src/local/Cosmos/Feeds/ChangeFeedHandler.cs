using System.Globalization;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>
/// The incremental change feed: the latest version of each item in order of its last change. A position is the number of
/// the last commit seen, so a page never ends inside a batch.
/// </summary>
sealed class ChangeFeedHandler(TimeProvider clock)
{
    const int DefaultPageSize = 1000;

    public Reply Read(GatewayRequest request, Container container)
    {
        if (request.Header("A-IM")?.Contains("Full-Fidelity", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw RequestRefusedException.BadRequest("The change feed of all versions and deletes is not supported.");
        }

        var scope = FeedScope.Of(request, container);
        var state = scope.Partition.State;
        var start = ReadStart(request, state);
        var page = new PageBuilder(container.Rid);
        var taken = new List<Item>();
        var position = state.Lsn;
        var previous = start.Lsn;
        foreach (var item in Changes(scope, state, start, container.Definition.DefaultTimeToLive))
        {
            var isFull = page.Count >= (request.MaxItemCount ?? DefaultPageSize) || !page.HasRoomFor(item.Body.Length);
            if (isFull && item.Lsn != previous)
            {
                position = previous;
                break;
            }

            page.Add(item.Body, $"\"_lsn\":{item.Lsn}");
            taken.Add(item);
            previous = item.Lsn;
        }

        return new Reply(page.Count == 0 ? 304 : 200)
        {
            Body = page.Count == 0 ? default(ReadOnlyMemory<byte>) : page.Build(),
            Charge = RequestUnits.Feed(taken),
            ItemCount = page.Count,
            ETag = $"\"{Math.Max(position, start.Lsn)}\"",
            PartitionId = scope.Partition.Id,
            SessionToken = SessionTokens.Of(scope.Partition, state.Lsn),
        };
    }

    IEnumerable<Item> Changes(FeedScope scope, PartitionState state, Start start, int? defaultTtl)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return state.ByVersion.ValuesFrom(PartitionDraft.FirstVersionOf(start.Lsn + 1))
            .Where(item => item.Timestamp >= start.Timestamp && scope.Contains(item) && !item.IsExpired(defaultTtl, now));
    }

    static Start ReadStart(GatewayRequest request, PartitionState state)
    {
        var known = request.Header("If-None-Match");
        if (known is "*")
        {
            return new Start(state.Lsn, 0);
        }

        if (known is not null)
        {
            return long.TryParse(known.Trim('"'), out var lsn) && lsn >= 0 && lsn < long.MaxValue / 1024
                ? new Start(lsn, 0)
                : throw RequestRefusedException.BadRequest("The change feed position is malformed.");
        }

        return DateTimeOffset.TryParse(
            request.Header("If-Modified-Since"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? new Start(0, since.ToUnixTimeSeconds())
            : new Start(0, 0);
    }

    /// <summary>Where to begin: after a commit, and not before a time in Unix seconds.</summary>
    readonly record struct Start(long Lsn, long Timestamp);
}
