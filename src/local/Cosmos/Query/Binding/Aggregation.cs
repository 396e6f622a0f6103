using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query.Binding;

static class Aggregation
{
    /// <summary>Whether the SELECT clause holds an aggregate of this query, not of a subquery.</summary>
    public static bool IsAggregate(SelectQuery query) =>
        query.Select.Selection.Expressions.Any(expression => expression.SelfAndDescendants.Any(part => part is AggregateCall));

    /// <summary>Whether every row yields its results without regard to other rows.</summary>
    public static bool IsRowByRow(SelectQuery query) =>
        query is { Select: { IsDistinct: false, Top: null }, OrderBy.Count: 0, GroupBy.Count: 0, Offset: null } && !IsAggregate(query);
}
