using AssetFunctions.LocalCosmos.Query.Values;

namespace AssetFunctions.LocalCosmos.Query.Evaluation;

/// <summary>The stages of a query in the order in which rows pass them.</summary>
internal sealed record CompiledQuery(
    RowSource Rows,
    Evaluator? Where,
    Grouping? Grouping,
    Ordering? Ordering,
    Evaluator Project,
    bool IsDistinct,
    int Offset,
    int? Limit)
{
    public IEnumerable<SqlValue> Results(SqlValue[] row) => Results(row, feed: null);

    /// <summary>Lazily yields the defined results. The row is scratch space: it changes between two results.</summary>
    public IEnumerable<SqlValue> Results(SqlValue[] row, DocumentFeed? feed)
    {
        var rows = Rows.Rows(row, feed);
        rows = Where is null ? rows : rows.Where(candidate => Where(candidate).IsTrue);
        rows = Grouping is null ? rows : Grouping.Group(rows, row);
        rows = Ordering is null ? rows : Ordering.Order(rows, row);
        var results = rows.Select(complete => Project(complete)).Where(result => result.IsDefined);
        results = IsDistinct ? results.Distinct() : results;
        results = Offset > 0 ? results.Skip(Offset) : results;
        return Limit is { } limit ? results.Take(limit) : results;
    }
}
