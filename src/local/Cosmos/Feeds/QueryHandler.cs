using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Queries and query plans.</summary>
sealed class QueryHandler(TimeProvider clock)
{
    const int DefaultPageSize = 1000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Tells the client how to take the query apart and put the answers of the partitions together.</summary>
    public static Reply Plan(GatewayRequest request)
    {
        var query = QueryRequest.Parse(request.Body);
        try
        {
            return Reply.Json(200, QueryPlanner.Plan(query.Query, query.Parameters));
        }
        catch (SqlQueryException e)
        {
            throw RequestRefusedException.BadRequest(e.ToErrorJson());
        }
    }

    public Reply Query(GatewayRequest request, Container container)
    {
        var query = QueryRequest.Parse(request.Body);
        var scope = FeedScope.Of(request, container);
        SessionTokens.Check(request.Header(CosmosHeaders.SessionToken), scope.Partition);
        var position = QueryPosition.Parse(request.Header(CosmosHeaders.Continuation));
        using var timeout = new CancellationTokenSource(Patience, clock);
        try
        {
            return Run(query, scope, position, request.MaxItemCount ?? DefaultPageSize, container, timeout.Token);
        }
        catch (SqlQueryException e)
        {
            throw RequestRefusedException.BadRequest(e.ToErrorJson());
        }
        catch (OperationCanceledException)
        {
            throw new RequestRefusedException(408, 0, "The query took too long.");
        }
    }

    Reply Run(
        QueryRequest request, FeedScope scope, QueryPosition position, int pageSize, Container container, CancellationToken timeout)
    {
        var state = scope.Partition.State;
        var candidates = new CandidateItems(container.Definition, scope, state, clock.GetUtcNow().ToUnixTimeSeconds());
        var items = candidates.From(position.Rid, request.Query.GetIdLookup(request.Parameters));
        using var documents = new QueryDocuments(container.Definition, items, request.Query.IsStreaming);
        var results = QueryExecution.Run(request.Query, request.Parameters, documents.Read(), clock, timeout);
        var page = new PageBuilder(container.Rid);
        var continuation = request.Query.IsStreaming
            ? Fill(page, SkipRowsOf(results, position, container.Definition), position, pageSize)
            : Fill(page, Remaining(results, position, request), pageSize);
        return new Reply(200)
        {
            Body = page.Build(),
            Charge = RequestUnits.Query(page.Count, page.Bytes),
            ItemCount = page.Count,
            Continuation = continuation?.ToString(),
            PartitionId = scope.Partition.Id,
            SessionToken = SessionTokens.Of(scope.Partition, state.Lsn),
            ContentPath = container.Rid,
            AltContentPath = container.AlternateName,
        };
    }

    /// <summary>The rows behind both the continuation and the resume filter, each with its place in the whole result.</summary>
    static IEnumerable<(int Row, QueryResult Result)> Remaining(
        IEnumerable<QueryResult> results, QueryPosition position, QueryRequest request)
    {
        var rows = results.Index().Skip(position.Rows);
        if (request.Resume is not { } resume)
        {
            return rows;
        }

        var isDescending = request.Query.Tree.OrderBy.Select(item => item.IsDescending).ToArray();
        return rows.SkipWhile(row => resume.IsBefore(row.Item, isDescending));
    }

    /// <returns>Where the next page of a whole result begins; null when this is the last.</returns>
    static QueryPosition? Fill(PageBuilder page, IEnumerable<(int Row, QueryResult Result)> rows, int pageSize)
    {
        foreach (var (row, result) in rows)
        {
            if (page.Count >= pageSize || !page.HasRoomFor(result.Json.Length))
            {
                return new QueryPosition(0, row);
            }

            page.Add(result.Json.Span);
        }

        return null;
    }

    /// <returns>Where the next page of a streaming query begins; null when this is the last.</returns>
    static QueryPosition? Fill(PageBuilder page, IEnumerable<QueryResult> results, QueryPosition start, int pageSize)
    {
        string? document = null;
        var next = start with { Rows = 0 };
        foreach (var result in results)
        {
            if (!string.Equals(result.SourceRid, document, StringComparison.Ordinal))
            {
                document = result.SourceRid!;
                ResourceId.TryReadDocument(document, out var rid);
                next = new QueryPosition(rid, rid == start.Rid ? start.Rows : 0);
            }

            if (page.Count >= pageSize || !page.HasRoomFor(result.Json.Length))
            {
                return next;
            }

            page.Add(result.Json.Span);
            next = next with { Rows = next.Rows + 1 };
        }

        return null;
    }

    /// <summary>Skips the rows of the first document that an earlier page has shown; another document's rows are all new.</summary>
    static IEnumerable<QueryResult> SkipRowsOf(IEnumerable<QueryResult> results, QueryPosition position, ContainerDefinition container)
    {
        if (position.Rows == 0)
        {
            return results;
        }

        var seen = 0;
        var rid = container.DocumentRid(position.Rid);
        return results.SkipWhile(result => string.Equals(result.SourceRid, rid, StringComparison.Ordinal) && seen++ < position.Rows);
    }
}
