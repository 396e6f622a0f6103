using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Reads all items of a scope, page by page, in order of creation.</summary>
sealed class ReadFeedHandler(TimeProvider clock)
{
    public Reply Read(GatewayRequest request, Container container)
    {
        var scope = FeedScope.Of(request, container);
        SessionTokens.Check(request.Header(CosmosHeaders.SessionToken), scope.Partition);
        var state = scope.Partition.State;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var page = new PageBuilder(container.Rid);
        var taken = new List<int>();
        string? continuation = null;
        foreach (var item in scope.Items(state, Continuation.Read(request), container.Definition.DefaultTimeToLive, now))
        {
            if (page.Count >= request.PageSize || !page.HasRoomFor(item.Body.Length))
            {
                continuation = item.Rid.ToString();
                break;
            }

            page.Add(item.Body);
            taken.Add(item.Body.Length);
        }

        return new Reply(200)
        {
            Body = page.Build(),
            Charge = RequestUnits.Feed(taken),
            ItemCount = page.Count,
            Continuation = continuation,
            PartitionId = scope.Partition.Id,
            SessionToken = SessionTokens.Of(scope.Partition, state.Lsn),
        };
    }
}
