using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Queries and query plans.</summary>
sealed class QueryHandler(TimeProvider clock)
{
    /// <summary>Says how a client takes the query apart and puts the results of the partitions together.</summary>
    public static Reply Plan(GatewayRequest request) => Reply.Json(200, QueryPlan.Write(QueryRequest.Parse(request.Body).Query));

    public Reply Query(GatewayRequest request, Container container)
    {
        var (query, resume) = QueryRequest.Parse(request.Body);
        var scope = FeedScope.Of(request, container);
        SessionTokens.Check(request.Header(CosmosHeaders.SessionToken), scope.Partition);
        var state = scope.Partition.State;

        // A streaming query goes on at a document; any other is run again and goes on behind so many results.
        var position = Continuation.Read(request);
        var candidates = new CandidateItems(container.Definition, scope, state, clock.GetUtcNow().ToUnixTimeSeconds());
        var items = candidates.From(query.IsStreaming ? position : 0, IdLookup.Of(query.Where));
        var results = QueryExecution.Run(query, items.Select(item => new QueryDocument(item.Rid, item.Body))).Index();
        results = query.IsStreaming ? results : results.Skip((int)Math.Min(position, int.MaxValue));
        results = resume is null ? results : results.SkipWhile(row => resume.IsBefore(row.Item.Key, row.Item.Rid, query.IsDescending));
        var page = new PageBuilder(container.Rid);
        long? next = null;
        foreach (var (index, result) in results)
        {
            if (page.Count >= request.PageSize || !page.HasRoomFor(result.Json.Length))
            {
                next = query.IsStreaming ? result.Rid : index;
                break;
            }

            page.Add(result.Json.Span);
        }

        return new Reply(200)
        {
            Body = page.Build(),
            Charge = RequestUnits.Query(page.Count, page.Bytes),
            ItemCount = page.Count,
            Continuation = next?.ToString(),
            PartitionId = scope.Partition.Id,
            SessionToken = SessionTokens.Of(scope.Partition, state.Lsn),
            ContentPath = container.Rid,
            AltContentPath = container.AlternateName,
        };
    }
}
