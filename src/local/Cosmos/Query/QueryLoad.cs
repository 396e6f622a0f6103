using System.Text.Json;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>
/// Adds up a query's charge for documents. The index evaluates the part of the filter that it covers; a document that it does not rule out is loaded
/// to evaluate the rest, or to be returned.
/// </summary>
sealed class QueryLoad(SqlQuery query, IndexingPolicy policy)
{
    readonly Expression? _indexed = IndexedPart(query.Where, policy);

    /// <summary>True when the index alone can compute the query's count.</summary>
    readonly bool _isCountedByIndex = query.Count is Literal && (query.Where is null || IsIndexed(query.Where, policy));

    double _units;

    /// <summary>The charge so far.</summary>
    public double Units => RequestUnits.Round(RequestUnits.QueryFloor + _units);

    /// <summary>False when the index rules the document out.</summary>
    public bool IsCandidate(JsonElement document) => _indexed is null || _indexed.Test(document) is true;

    public void Add(ReadOnlyMemory<byte> json) => _units += _isCountedByIndex ? 0 : RequestUnits.Load(json.Length);

    /// <summary>Drops the charge of an earlier page.</summary>
    public void Reset() => _units = 0;

    /// <summary>The part of a filter that the index can evaluate: true for every document that satisfies the filter. Null when there is none.</summary>
    static Expression? IndexedPart(Expression? condition, IndexingPolicy policy)
    {
        if (condition is not Chain chain)
        {
            return condition is not null && IsIndexed(condition, policy) ? condition : null;
        }

        List<Expression?> parts = [.. chain.Terms.Select(term => IndexedPart(term, policy))];
        List<Expression> known = [.. parts.OfType<Expression>()];
        return known.Count == 0 || (!chain.IsAnd && known.Count < parts.Count) ? null : new Chain(chain.IsAnd, known);
    }

    static bool IsIndexed(Expression condition, IndexingPolicy policy) =>
        condition is MemberPath path ? policy.Covers(path.Names) : condition.Operands.All(operand => IsIndexed(operand, policy));
}
