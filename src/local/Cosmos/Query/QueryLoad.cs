using System.Text.Json;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>
/// Adds up what a query pays for documents. The index decides what it can of the filter; a document that it does not rule out is loaded to decide the
/// rest or to be shown.
/// </summary>
sealed class QueryLoad(SqlQuery query, IndexingPolicy policy)
{
    readonly Expression? _indexed = IndexedPart(query.Where, policy);

    /// <summary>True when the index alone counts what a query counts.</summary>
    readonly bool _isCountedByIndex = query.Count is Literal && (query.Where is null || IsIndexed(query.Where, policy));

    double _units;

    /// <summary>What the query costs so far.</summary>
    public double Units => RequestUnits.Round(RequestUnits.QueryFloor + _units);

    /// <summary>Whether a document has to be looked at.</summary>
    public bool IsCandidate(JsonElement document) => _indexed is null || _indexed.Test(document) is true;

    public void Add(ReadOnlyMemory<byte> json) => _units += _isCountedByIndex ? 0 : RequestUnits.Load(json.Length);

    /// <summary>Forgets what an earlier page has paid for.</summary>
    public void Reset() => _units = 0;

    /// <summary>What the index decides about a filter: true for every document that meets it. Null when it decides nothing.</summary>
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
