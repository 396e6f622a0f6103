using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Queries and query plans.</summary>
sealed class QueryHandler(TimeProvider clock)
{
    /// <summary>Returns the plan by which a client splits the query and merges the results of the partitions.</summary>
    public static Reply Plan(GatewayRequest request, Container container)
    {
        var query = QueryRequest.Parse(request.Body).Query;
        CheckOrder(query, container.Definition);
        return Reply.Json(200, QueryPlan.Write(query));
    }

    /// <exception cref="RequestRefusedException">400 when the query sorts by a path that is not indexed.</exception>
    public static void CheckOrder(SqlQuery query, ContainerDefinition container)
    {
        if (query.OrderBy is { } path && !container.Indexing.Covers(path.Names))
        {
            throw RequestRefusedException.BadRequest("The index path corresponding to the specified order-by item is excluded.");
        }
    }

    public Reply Query(GatewayRequest request, Container container)
    {
        var (query, resume) = QueryRequest.Parse(request.Body);
        var scope = FeedScope.Of(request, container);
        CheckOrder(query, container.Definition);
        SessionTokens.Check(request.Header(CosmosHeaders.SessionToken), scope.Partition);
        var state = scope.Partition.State;

        // A streaming query resumes at a document. Any other runs again and skips the results that were returned already.
        var position = Continuation.Read(request);
        var candidates = new CandidateItems(container.Definition, scope, state, clock.GetUtcNow().ToUnixTimeSeconds());
        var items = candidates.From(query.IsStreaming ? position : 0, IdLookup.Of(query.Where));
        var load = new QueryLoad(query, container.Definition.Indexing);
        var page = new PageBuilder(container.Rid);
        long? next = null;
        var units = load.Units;
        foreach (var (index, result) in QueryExecution.Run(query, items.Select(item => new QueryDocument(item.Rid, item.Body)), load).Index())
        {
            if (!query.IsStreaming && (index < position || resume?.IsBefore(result.Key, result.Rid, query.IsDescending) is true))
            {
                load.Reset();
            }
            else if (page.Count >= request.PageSize || !page.HasRoomFor(result.Json.Length))
            {
                next = query.IsStreaming ? result.Rid : index;
                break;
            }
            else
            {
                page.Add(result.Json.Span);
                units = load.Units;
            }
        }

        return new Reply(200)
        {
            Body = page.Build(),
            Charge = next is null ? load.Units : units,
            ItemCount = page.Count,
            Continuation = next?.ToString(),
            PartitionId = scope.Partition.Id,
            SessionToken = SessionTokens.Of(scope.Partition, state.Lsn),
            ContentPath = container.Rid,
            AltContentPath = container.AlternateName,
        };
    }
}
