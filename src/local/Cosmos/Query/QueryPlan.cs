using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The plan that lets a client merge the results of several partitions.</summary>
static class QueryPlan
{
    /// <summary>A placeholder, which the client replaces with <c>true</c> or with the condition that resumes a sorted query.</summary>
    const string ResumeCondition = "{documentdb-formattableorderbyquery-filter}";

    /// <summary>The reply to a plan request: how the client merges the results, and the query to send to each partition.</summary>
    public static string Write(SqlQuery query) => JsonSerializer.Serialize(new
    {
        partitionedQueryExecutionInfoVersion = 2,
        queryInfo = new
        {
            distinctType = query.IsDistinct ? "Unordered" : "None",
            top = query.Top,
            offset = query.Offset,
            limit = query.Limit,
            groupByExpressions = Array.Empty<string>(),
            groupByAliases = Array.Empty<string>(),
            orderBy = query.OrderBy is null ? [] : new[] { query.IsDescending ? "Descending" : "Ascending" },
            orderByExpressions = query.OrderBy is null ? [] : new[] { query.Texts.OrderBy! },
            aggregates = (string[])(query.Count is null ? [] : ["Count"]),
            hasSelectValue = query.IsValue,
            rewrittenQuery = Rewrite(query),
            groupByAliasToAggregateType = new { },
            hasNonStreamingOrderBy = false,
        },
        queryRanges = new[] { new { min = "", max = "FF", isMinInclusive = true, isMaxInclusive = false } },
    });

    /// <returns>Empty when each partition can run the query as it is.</returns>
    static string Rewrite(SqlQuery query)
    {
        var texts = query.Texts;

        // A partition cannot know how many results of the others are skipped.
        var window = query.Offset is { } offset ? $" OFFSET 0 LIMIT {Math.Min(offset + query.Limit!.Value, uint.MaxValue)}" : "";
        if (query.OrderBy is not null)
        {
            return $"SELECT {(query.Top is { } top ? $"TOP {top} " : "")}{texts.Alias}._rid, [{{\"item\": {texts.OrderBy}}}] AS orderByItems, {texts.Selection} AS payload "
                + $"FROM {texts.From} WHERE {ConditionOf(query)} ORDER BY {texts.OrderBy}{(query.IsDescending ? " DESC" : "")}{window}";
        }

        return query.Count is not null ? $"SELECT VALUE [{{\"item\": {texts.Selection}}}] FROM {texts.From}{(texts.Where is null ? "" : " WHERE " + texts.Where)}"
            : query.Offset is not null ? texts.Head + window
            : "";
    }

    // The envelope is always defined, so values that SELECT VALUE would drop must be filtered out.
    static string ConditionOf(SqlQuery query) => string.Join(" AND ", new[]
    {
        query.Where is null ? null : $"({query.Texts.Where})",
        $"({ResumeCondition})",
        query is { IsValue: true, Selection: MemberPath { IsRoot: false } } ? $"IS_DEFINED({query.Texts.Selection})" : null,
    }.OfType<string>());
}
