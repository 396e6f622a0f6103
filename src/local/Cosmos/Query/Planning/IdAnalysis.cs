using System.Collections.Frozen;
using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Planning;

/// <summary>Reads off a filter which ids can satisfy it. Whatever it does not understand may match any id.</summary>
sealed class IdAnalysis(string alias, QueryParameters parameters)
{
    public static IdLookup Of(SelectQuery query, QueryParameters parameters)
    {
        // Only an alias of the container itself has the document's id; a path or an iteration binds something within it.
        if (query.Where is null || query.Sources is not [{ Collection: Identifier, IsIteration: false } root, ..])
        {
            return IdLookup.All.Instance;
        }

        return new IdAnalysis(SourceNames.Of(root)!, parameters).Of(query.Where).ToLookup();
    }

    IdSet Of(Expression condition) => condition switch
    {
        Literal { Value: SqlBoolean { Value: false } } => IdSet.None,
        Logical { Operator: LogicalOperator.And } and => and.Terms.Select(Of).Aggregate(IdSet.Any, IdSet.Intersect),
        Logical or => IdSet.Union(or.Terms.Select(Of)),
        Binary binary when IsId(binary.Left) => OfComparison(binary.Operator, binary.Right),
        Binary binary when IsId(binary.Right) => OfComparison(Mirrored(binary.Operator), binary.Left),
        In { IsNegated: false } membership when IsId(membership.Value) => OfItems(membership.Items),
        Between { IsNegated: false } between when IsId(between.Value) => IdSet.Intersect(
            OfComparison(BinaryOperator.GreaterThanOrEqual, between.Low),
            OfComparison(BinaryOperator.LessThanOrEqual, between.High)),
        FunctionCall call => OfCall(call),
        _ => IdSet.Any,
    };

    IdSet OfComparison(BinaryOperator op, Expression operand)
    {
        if (op is not (BinaryOperator.Equal or BinaryOperator.LessThan or BinaryOperator.LessThanOrEqual
            or BinaryOperator.GreaterThan or BinaryOperator.GreaterThanOrEqual) || !TryConstant(operand, out var constant))
        {
            return IdSet.Any;
        }

        // An id is a string: compared with anything else the outcome is never true.
        return constant is not SqlString { Value: var value } ? IdSet.None : op switch
        {
            BinaryOperator.Equal => IdSet.Of([value]),
            BinaryOperator.LessThan => IdSet.Between(null, value),
            BinaryOperator.LessThanOrEqual => IdSet.Between(null, IdSet.Successor(value)),
            BinaryOperator.GreaterThan => IdSet.Between(IdSet.Successor(value), null),
            _ => IdSet.Between(value, null),
        };
    }

    IdSet OfItems(NodeList<Expression> items)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!TryConstant(item, out var constant))
            {
                return IdSet.Any;
            }

            if (constant is SqlString id)
            {
                ids.Add(id.Value);
            }
        }

        return IdSet.Of(ids);
    }

    IdSet OfCall(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
        {
            return IdSet.Any;
        }

        var (first, second) = (call.Arguments[0], call.Arguments[1]);
        if (Is(call, "ARRAY_CONTAINS") && IsId(second))
        {
            return first is ArrayLiteral literal ? OfItems(literal.Items)
                : TryConstant(first, out var constant) ? OfArray(constant)
                : IdSet.Any;
        }

        return Is(call, "STARTSWITH") && IsId(first) && TryConstant(second, out var prefix) ? OfPrefix(prefix) : IdSet.Any;
    }

    static IdSet OfArray(SqlValue value) => value is SqlArray array
        ? IdSet.Of(array.Items.OfType<SqlString>().Select(item => item.Value))
        : IdSet.None;

    static IdSet OfPrefix(SqlValue value) => value is SqlString prefix
        ? IdSet.Between(prefix.Value, IdSet.AfterPrefix(prefix.Value))
        : IdSet.None;

    bool TryConstant(Expression expression, out SqlValue value)
    {
        value = expression is Literal literal ? literal.Value : SqlValue.Undefined;
        return expression is Literal || (expression is Parameter parameter && parameters.TryGet(parameter.Name, out value));
    }

    bool IsId(Expression expression) =>
        expression is Property { Name: "id", Target: Identifier target } && target.Name == alias
        || expression is Indexer { Index: Literal { Value: SqlString { Value: "id" } }, Target: Identifier indexed } && indexed.Name == alias;

    static bool Is(FunctionCall call, string name) => string.Equals(call.Name, name, StringComparison.OrdinalIgnoreCase);

    static BinaryOperator Mirrored(BinaryOperator op) => op switch
    {
        BinaryOperator.LessThan => BinaryOperator.GreaterThan,
        BinaryOperator.LessThanOrEqual => BinaryOperator.GreaterThanOrEqual,
        BinaryOperator.GreaterThan => BinaryOperator.LessThan,
        BinaryOperator.GreaterThanOrEqual => BinaryOperator.LessThanOrEqual,
        _ => op,
    };
}
