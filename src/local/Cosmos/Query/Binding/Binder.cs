using AssetFunctions.Local.Cosmos.Query.Functions;
using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query.Binding;

/// <summary>Refuses queries that read well but mean nothing: unknown names and functions, misplaced aggregates, clauses that exclude each other.</summary>
static class Binder
{
    public static void Check(SelectQuery query) => Check(query, outer: null);

    static void Check(SelectQuery query, AliasScope? outer)
    {
        var scope = new AliasScope(outer);
        foreach (var source in query.Sources)
        {
            CheckSource(source, scope, isFirst: ReferenceEquals(source, query.Sources[0]));
        }

        CheckScalar(query.Where, scope);
        foreach (var key in query.GroupBy)
        {
            CheckGroupKey(key, scope);
        }

        foreach (var item in query.OrderBy)
        {
            CheckOrderBy(item, scope);
        }

        CheckSelect(query, scope);
        CheckClauses(query);
    }

    static void CheckSource(Source source, AliasScope scope, bool isFirst)
    {
        if (source.Collection is Subquery subquery)
        {
            Check(subquery.Query, scope);
        }
        else if (!(isFirst && scope.IsEmpty))
        {
            CheckScalar(source.Collection, scope);
        }

        if (SourceNames.Of(source) is { } name && !scope.TryAdd(name))
        {
            throw Error(source.Span, "SC2011", $"The input alias '{name}' is specified more than once in the FROM clause.");
        }
    }

    static void CheckGroupKey(Expression key, AliasScope scope)
    {
        CheckScalar(key, scope);
        if (key.SelfAndDescendants.Any(part => part is Subquery))
        {
            throw Error(default, "SC2106", "A GROUP BY expression cannot contain a subquery.");
        }
    }

    static void CheckOrderBy(OrderByItem item, AliasScope scope)
    {
        CheckScalar(item.Value, scope);
        if (item.Value is Identifier || SourceNames.Root(item.Value) is null)
        {
            throw Error(
                item.Span,
                "SC2206",
                "Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.");
        }
    }

    static void CheckSelect(SelectQuery query, AliasScope scope)
    {
        if (query.Select.Selection is SelectAll all)
        {
            CheckSelectAll(query, all);
        }

        var isGrouped = query.GroupBy.Count > 0 || Aggregation.IsAggregate(query);
        var keys = query.GroupBy.ToHashSet();
        foreach (var expression in query.Select.Selection.Expressions)
        {
            CheckExpression(expression, scope, allowAggregates: true);
            if (isGrouped)
            {
                CheckGrouped(expression, keys);
            }
        }

        if (query.Select.Selection is SelectList list)
        {
            CheckNames(list);
        }
    }

    static void CheckSelectAll(SelectQuery query, SelectAll all)
    {
        switch (query.Sources.Count)
        {
            case 0:
                throw Error(all.Span, "SC2030", "'SELECT *' is not valid if FROM clause is omitted.");
            case > 1:
                throw Error(all.Span, "SC2040", "'SELECT *' is only valid with a single input set.");
        }

        if (query.GroupBy.Count > 0)
        {
            throw Error(all.Span, "SC2103", "'SELECT *' is not valid with a GROUP BY clause.");
        }
    }

    static void CheckNames(SelectList list)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, name) in Projection.Names(list))
        {
            if (!names.Add(name))
            {
                throw Error(item.Span, "SC2063", $"Property name '{name}' is specified more than once in the select list.");
            }
        }
    }

    static void CheckClauses(SelectQuery query)
    {
        if (query.Select.Top is not null && query.Offset is not null)
        {
            throw Error(default, "SC2061", "TOP and OFFSET LIMIT cannot be used in the same query.");
        }

        if (query.OrderBy.Count > 0 && (query.GroupBy.Count > 0 || Aggregation.IsAggregate(query)))
        {
            throw Error(query.OrderBy[0].Span, "SC2105", "ORDER BY cannot be used with GROUP BY or aggregates.");
        }
    }

    static void CheckScalar(Expression? expression, AliasScope scope)
    {
        if (expression is not null)
        {
            CheckExpression(expression, scope, allowAggregates: false);
        }
    }

    static void CheckExpression(Expression expression, AliasScope scope, bool allowAggregates)
    {
        switch (expression)
        {
            case Identifier identifier when !scope.Contains(identifier.Name):
                throw Error(identifier.Span, "SC2001", $"Identifier '{identifier.Name}' could not be resolved.");
            case FunctionCall call:
                CheckCall(call);
                break;
            case AggregateCall aggregate:
                CheckAggregate(aggregate, allowAggregates);
                allowAggregates = false;
                break;
            case Subquery subquery:
                Check(subquery.Query, scope);
                break;
        }

        foreach (var operand in expression.Operands)
        {
            CheckExpression(operand, scope, allowAggregates);
        }
    }

    static void CheckCall(FunctionCall call)
    {
        if (!FunctionTable.TryGet(call.Name, out var function))
        {
            throw Error(call.Span, "SC2005", $"'{call.Name}' is not a recognized built-in function name.");
        }

        if (call.Arguments.Count < function.MinArguments || call.Arguments.Count > function.MaxArguments)
        {
            throw Error(call.Span, "SC2050", $"The {call.Name} function requires {function.DescribeArguments()} argument(s).");
        }
    }

    static void CheckAggregate(AggregateCall aggregate, bool isAllowed)
    {
        if (!isAllowed || aggregate.Argument.SelfAndDescendants.Any(part => part is AggregateCall or Subquery))
        {
            throw Error(
                aggregate.Span,
                "SC2101",
                isAllowed
                    ? "Cannot perform an aggregate function on an expression containing an aggregate or a subquery."
                    : "An aggregate function is only allowed in the SELECT clause.");
        }
    }

    /// <summary>Outside aggregates a grouped query may only mention what all rows of a group share.</summary>
    static void CheckGrouped(Expression expression, HashSet<Expression> keys)
    {
        if (expression is AggregateCall || keys.Contains(expression) || PathPrefixes(expression).Any(keys.Contains))
        {
            return;
        }

        if (SourceNames.Root(expression) is not null)
        {
            throw Error(
                SourceNames.Span(expression),
                "SC2102",
                $"Property reference '{Printer.Print(expression)}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.");
        }

        foreach (var operand in expression.Operands)
        {
            CheckGrouped(operand, keys);
        }
    }

    /// <summary>The shorter paths a path goes through: grouping by <c>c.a</c> settles <c>c.a.b</c> too.</summary>
    static IEnumerable<Expression> PathPrefixes(Expression path)
    {
        while (path is Property or Indexer)
        {
            path = path is Property property ? property.Target : ((Indexer)path).Target;
            yield return path;
        }
    }

    static SqlQueryException Error(TextSpan span, string code, string message) => new(span.Start, span.End, code, message);
}
