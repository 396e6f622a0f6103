using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>The stages of a query in the order in which rows pass them.</summary>
sealed record CompiledQuery(
    RowSource Rows,
    Evaluator? Where,
    Grouping? Grouping,
    Ordering? Ordering,
    Evaluator Project,
    bool IsDistinct,
    RowWindow Window)
{
    public IEnumerable<SqlValue> Results(SqlValue[] row) => Results(row, feed: null);

    /// <summary>Lazily yields the defined results. The row is scratch space: it changes between two results.</summary>
    public IEnumerable<SqlValue> Results(SqlValue[] row, DocumentFeed? feed)
    {
        var rows = Rows.Rows(row, feed);
        rows = Where is null ? rows : rows.Where(candidate => Where(candidate).IsTrue);
        rows = Grouping is null ? rows : Grouping.Group(rows, row);
        var results = Ordering?.Results(rows, Project) ?? rows.Select(complete => Project(complete)).Where(result => result.IsDefined);
        results = IsDistinct ? results.Distinct() : results;
        results = Window.Skip > 0 ? results.Skip(Clamp(Window.Skip)) : results;
        return Window.Take is { } limit ? results.Take(Clamp(limit)) : results;
    }

    static int Clamp(long count) => (int)Math.Min(count, int.MaxValue);
}
