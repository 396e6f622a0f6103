using System.Text;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A stored document.</summary>
/// <param name="Rid">Its number, which gives the order of creation.</param>
readonly record struct QueryDocument(long Rid, ReadOnlyMemory<byte> Json);

/// <summary>One result.</summary>
/// <param name="Rid">The document it comes from; 0 for a count.</param>
/// <param name="Key">Where a sorted query places it.</param>
readonly record struct QueryResult(long Rid, ReadOnlyMemory<byte> Json, SortKey Key = default);

/// <summary>Runs a query over documents in order of creation.</summary>
static class QueryExecution
{
    static readonly JsonDocumentOptions Deep = new() { MaxDepth = 130 };

    /// <summary>
    /// Yields results as they are asked for: a streaming query reads no further than the document of the last result, any other reads all documents
    /// before its first.
    /// </summary>
    public static IEnumerable<QueryResult> Run(SqlQuery query, IEnumerable<QueryDocument> documents)
    {
        var results = query switch
        {
            { Count: { } argument } => [new QueryResult(0, Count(query, argument, documents))],
            { OrderBy: { } path } => Sort(query, path, documents),
            _ => documents.Select(document => Project(query, document)),
        };
        results = results.Where(result => !result.Json.IsEmpty);
        results = query.IsDistinct ? results.DistinctBy(result => Encoding.UTF8.GetString(result.Json.Span)) : results;
        results = results.Skip((int)Math.Min(query.Offset ?? 0, int.MaxValue));
        return (query.Limit ?? query.Top) is { } limit ? results.Take((int)Math.Min(limit, int.MaxValue)) : results;
    }

    /// <summary>Whether a document meets a condition; all meet none.</summary>
    public static bool Matches(Expression? condition, ReadOnlyMemory<byte> json)
    {
        if (condition is null)
        {
            return true;
        }

        using var document = JsonDocument.Parse(json, Deep);
        return condition.Test(document.RootElement) is true;
    }

    static byte[] Count(SqlQuery query, Expression argument, IEnumerable<QueryDocument> documents)
    {
        var count = 0L;
        foreach (var stored in documents.Where(stored => Matches(query.Where, stored.Json)))
        {
            using var document = JsonDocument.Parse(stored.Json, Deep);
            count += argument.Evaluate(document.RootElement).IsDefined() ? 1 : 0;
        }

        return Encoding.UTF8.GetBytes(query.IsPartialCount ? $"[{{\"item\":{count}}}]" : $"{count}");
    }

    /// <summary>What a document yields; empty when it does not meet the filter or its value is undefined.</summary>
    static QueryResult Project(SqlQuery query, QueryDocument stored) => new(stored.Rid, Matches(query.Where, stored.Json) ? Select(query, stored.Json) : default);

    static ReadOnlyMemory<byte> Select(SqlQuery query, ReadOnlyMemory<byte> json)
    {
        if (query.Selection is MemberPath { IsRoot: true })
        {
            return json;
        }

        using var document = JsonDocument.Parse(json, Deep);
        return query.Selection is Composition composition ? composition.Write(document.RootElement)
            : query.Selection.Evaluate(document.RootElement) is { ValueKind: not JsonValueKind.Undefined } value ? value.Utf8().ToArray()
            : default(ReadOnlyMemory<byte>);
    }

    // Documents that tie keep the order of creation, reversed when the order is descending: the service reads its index backwards there, and the SDK
    // relies on that when it resumes. Only the keys are kept; what a page shows is read again.
    static IEnumerable<QueryResult> Sort(SqlQuery query, MemberPath path, IEnumerable<QueryDocument> documents)
    {
        var found = new List<(SortKey Key, QueryDocument Stored)>();
        foreach (var stored in documents.Where(stored => Matches(query.Where, stored.Json)))
        {
            using var document = JsonDocument.Parse(stored.Json, Deep);
            found.Add((SortKey.Of(path.Evaluate(document.RootElement)), stored));
        }

        var sorted = query.IsDescending ? Enumerable.Reverse(found).OrderByDescending(row => row.Key, SortKey.Order) : found.OrderBy(row => row.Key, SortKey.Order);
        return sorted.Select(row => new QueryResult(row.Stored.Rid, Select(query, row.Stored.Json), row.Key));
    }
}
