using System.Text;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A stored document.</summary>
/// <param name="Rid">The document's number; ascending in order of creation.</param>
readonly record struct QueryDocument(long Rid, ReadOnlyMemory<byte> Json);

/// <summary>One result.</summary>
/// <param name="Rid">The document it comes from; 0 for a count.</param>
/// <param name="Key">The sort key of a sorted query.</param>
readonly record struct QueryResult(long Rid, ReadOnlyMemory<byte> Json, SortKey Key = default);

/// <summary>Runs a query over documents in order of creation.</summary>
static class QueryExecution
{
    static readonly JsonDocumentOptions Deep = new() { MaxDepth = 130 };

    /// <summary>
    /// Yields results on demand: a streaming query reads no further than the document of the last result, any other reads all documents
    /// before its first.
    /// </summary>
    /// <param name="load">Is charged for each document that is loaded.</param>
    public static IEnumerable<QueryResult> Run(SqlQuery query, IEnumerable<QueryDocument> documents, QueryLoad load)
    {
        var candidates = documents.Select(document => Examine(query, document, load)).OfType<Candidate>();
        var results = query switch
        {
            { Count: not null } => [new QueryResult(0, Count(query, Matching(candidates, load)))],
            { OrderBy: not null } => Select(query, Matching(Sort(query, candidates), load)),
            _ => Select(query, Matching(candidates, load)),
        };
        results = query.IsDistinct ? results.DistinctBy(result => Encoding.UTF8.GetString(result.Json.Span)) : results;
        results = results.Skip((int)Math.Min(query.Offset ?? 0, int.MaxValue));
        return (query.Limit ?? query.Top) is { } limit ? results.Take((int)Math.Min(limit, int.MaxValue)) : results;
    }

    /// <summary>Whether a document satisfies a condition; without one, every document does.</summary>
    public static bool Matches(Expression? condition, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Deep);
        return condition is null || condition.Test(document.RootElement) is true;
    }

    /// <returns>Null when the index rules the document out.</returns>
    static Candidate? Examine(SqlQuery query, QueryDocument stored, QueryLoad load)
    {
        if (query is { Where: null, OrderBy: null, Count: null })
        {
            return new Candidate(stored, IsMatch: true, default, IsCounted: true);
        }

        using var document = JsonDocument.Parse(stored.Json, Deep);
        var root = document.RootElement;
        return !load.IsCandidate(root) ? null : new Candidate(
            stored,
            query.Where is null || query.Where.Test(root) is true,
            query.OrderBy is null ? default : SortKey.Of(query.OrderBy.Evaluate(root)),
            query.Count is null || query.Count.Evaluate(root).IsDefined());
    }

    static IEnumerable<Candidate> Matching(IEnumerable<Candidate> candidates, QueryLoad load)
    {
        foreach (var candidate in candidates)
        {
            load.Add(candidate.Stored.Json);
            if (candidate.IsMatch)
            {
                yield return candidate;
            }
        }
    }

    static byte[] Count(SqlQuery query, IEnumerable<Candidate> matching)
    {
        var count = matching.Count(candidate => candidate.IsCounted);
        return Encoding.UTF8.GetBytes(query.IsPartialCount ? $"[{{\"item\":{count}}}]" : $"{count}");
    }

    /// <summary>The selected values of the documents, without undefined ones.</summary>
    static IEnumerable<QueryResult> Select(SqlQuery query, IEnumerable<Candidate> matching) => matching
        .Select(candidate => new QueryResult(candidate.Stored.Rid, Select(query, candidate.Stored.Json), candidate.Key))
        .Where(result => !result.Json.IsEmpty);

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
    // relies on that when it resumes.
    static IEnumerable<Candidate> Sort(SqlQuery query, IEnumerable<Candidate> candidates) => query.IsDescending
        ? candidates.Reverse().OrderByDescending(candidate => candidate.Key, SortKey.Order)
        : candidates.OrderBy(candidate => candidate.Key, SortKey.Order);

    /// <summary>A document that the index does not rule out.</summary>
    sealed record Candidate(QueryDocument Stored, bool IsMatch, SortKey Key, bool IsCounted);
}
