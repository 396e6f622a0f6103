using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Planning;

/// <summary>
/// Rewrites a query so that each partition answers its part in the envelope the client merges:
/// sort keys beside the payload, groups by key, aggregates in mergeable pieces.
/// </summary>
static class QueryRewriter
{
    /// <summary>The client puts <c>true</c> here, or the condition from which a sorted query resumes.</summary>
    const string ResumeFilter = "{documentdb-formattableorderbyquery-filter}";

    public static QueryPlan Rewrite(SelectQuery query, QueryParameters parameters)
    {
        var window = RowWindow.Of(query, parameters);
        if (DistinctCount(query) is { } inner)
        {
            return Rewrite(inner, parameters) with
            {
                DistinctCountAlias = query.Select.Selection is SelectList list ? Projection.Names(list).Single().Name : "",
                HasSelectValue = query.Select.Selection is SelectValue,
                Rewritten = inner,
            };
        }

        var plan = new QueryPlan(window)
        {
            Distinct = !query.Select.IsDistinct ? DistinctType.None : IsSortedBySelection(query) ? DistinctType.Ordered : DistinctType.Unordered,
            HasSelectValue = query.Select.Selection is SelectValue,
        };
        if (query.GroupBy.Count > 0 || Aggregation.IsAggregate(query))
        {
            return RewriteGroups(query, plan);
        }

        if (query.OrderBy.Count > 0)
        {
            return plan with { OrderBy = query.OrderBy, Rewritten = RewriteOrder(query, window) };
        }

        return plan with { Rewritten = RewriteWindow(query, window) };
    }

    /// <summary>Partitions must return what the whole may need: everything before a DISTINCT, the skipped rows too with an OFFSET.</summary>
    static SelectQuery? RewriteWindow(SelectQuery query, RowWindow window)
    {
        if (query.Select.IsDistinct)
        {
            return window is { Top: null, Offset: null } ? null : WithoutWindow(query);
        }

        return window.Offset is null ? null : Widened(query, window);
    }

    static SelectQuery WithoutWindow(SelectQuery query) =>
        query with { Select = query.Select with { Top = null }, Offset = null, Limit = null };

    static SelectQuery Widened(SelectQuery query, RowWindow window) => query with
    {
        Offset = new Literal(SqlValue.From(0)),
        Limit = new Literal(SqlValue.From(Math.Min(window.Skip + window.Limit!.Value, uint.MaxValue))),
    };

    static SelectQuery RewriteOrder(SelectQuery query, RowWindow window)
    {
        var (sources, root) = WithRoot(query);
        var items = query.OrderBy.Select(item => Item(item.Value));
        var envelope = new SelectList(
        [
            new SelectItem(new Property(root, "_rid"), Alias: null),
            new SelectItem(new ArrayLiteral([.. items]), "orderByItems"),
            new SelectItem(Payload(query), "payload"),
        ]);
        var rewritten = query with
        {
            Select = new SelectClause(envelope) { Top = query.Select.Top },
            Sources = sources,
            Where = ResumableFilter(query),
        };
        if (query.Select.IsDistinct)
        {
            return WithoutWindow(rewritten);
        }

        return window.Offset is null ? rewritten : Widened(rewritten, window);
    }

    static Expression ResumableFilter(SelectQuery query)
    {
        var resume = new Placeholder(ResumeFilter);
        var filter = query.Where is null ? (Expression)resume : new Logical(LogicalOperator.And, [query.Where, resume]);

        // The envelope is always defined, so what SELECT VALUE would drop has to be filtered out.
        return query.Select.Selection is SelectValue { Value: not (Identifier or ObjectLiteral or ArrayLiteral or Literal) } selection
            ? new Logical(LogicalOperator.And, [filter, new FunctionCall("IS_DEFINED", [selection.Value])])
            : filter;
    }

    /// <summary>A query over parts of documents joins the document itself, whose _rid breaks ties.</summary>
    static (NodeList<Source> Sources, Identifier Root) WithRoot(SelectQuery query)
    {
        var first = query.Sources[0];
        var name = SourceNames.Of(first);
        if (first.Collection is Subquery || first is { Collection: Identifier, IsIteration: false })
        {
            return (query.Sources, new Identifier(name ?? "c"));
        }

        var root = SourceNames.Root(first.Collection)!;
        if (query.Sources.Any(source => SourceNames.Of(source) == root.Name))
        {
            return (query.Sources, new Identifier(name!));
        }

        return ([new Source(root, Alias: null, IsIteration: false), .. query.Sources], root);
    }

    static QueryPlan RewriteGroups(SelectQuery query, QueryPlan plan)
    {
        var members = query.Select.Selection is SelectList list ? Projection.Names(list).ToList() : [];
        CheckCompositions(query);
        var payload = query.Select.Selection is SelectValue value
            ? Partial(value.Value, wrapInArray: true)
            : new ObjectLiteral([.. members.Select(member => new ObjectMember(member.Name, Partial(member.Item.Value, wrapInArray: false)))]);
        var isGrouped = query.GroupBy.Count > 0;
        var keys = new SelectItem(new ArrayLiteral([.. query.GroupBy.Select(Item)]), "groupByItems");
        Selection selection = isGrouped ? new SelectList([keys, new SelectItem(payload, "payload")])
            : plan.HasSelectValue ? new SelectValue(payload)
            : new SelectList([new SelectItem(payload, "payload")]);
        return plan with
        {
            GroupBy = query.GroupBy,
            Members = [.. members.Select(member => (member.Name, (member.Item.Value as AggregateCall)?.Kind))],
            Aggregate = ((query.Select.Selection as SelectValue)?.Value as AggregateCall)?.Kind,
            Rewritten = WithoutWindow(query) with { Select = new SelectClause(selection) },
        };
    }

    /// <summary>Partial aggregates can be merged; an expression over one cannot.</summary>
    static void CheckCompositions(SelectQuery query)
    {
        var nested = query.Select.Selection.Expressions
            .SelectMany(expression => expression is AggregateCall ? [] : expression.SelfAndDescendants.OfType<AggregateCall>())
            .FirstOrDefault();
        if (nested is not null)
        {
            throw new SqlQueryException(
                nested.Span.Start,
                nested.Span.End,
                "SC2205",
                "Compositions of aggregates and other expressions are not allowed.");
        }
    }

    /// <summary>An aggregate in pieces that add up; any other expression as it is.</summary>
    static Expression Partial(Expression expression, bool wrapInArray)
    {
        if (expression is not AggregateCall call)
        {
            return expression;
        }

        var count = new AggregateCall(AggregateKind.Count, call.Argument);
        var item = call.Kind switch
        {
            AggregateKind.Avg => Item(Object(("sum", new AggregateCall(AggregateKind.Sum, call.Argument)), ("count", count))),
            AggregateKind.Min => Object(("item", call), ("item2", Object(("min", call), ("count", count)))),
            AggregateKind.Max => Object(("item", call), ("item2", Object(("max", call), ("count", count)))),
            _ => Item(call),
        };
        return wrapInArray ? new ArrayLiteral([item]) : item;
    }

    static Expression Payload(SelectQuery query) => query.Select.Selection switch
    {
        SelectValue value => value.Value,
        SelectList list => Object([.. Projection.Names(list).Select(member => (member.Name, member.Item.Value))]),
        _ => new Identifier(SourceNames.Of(query.Sources[0]) ?? "c"),
    };

    static ObjectLiteral Item(Expression value) => Object(("item", value));

    static ObjectLiteral Object(params (string Name, Expression Value)[] members) =>
        new([.. members.Select(member => new ObjectMember(member.Name, member.Value))]);

    /// <summary>Sorted by the very values it selects, equal results arrive side by side.</summary>
    static bool IsSortedBySelection(SelectQuery query) =>
        query.OrderBy.Count > 0 && query.Select.Selection.Expressions.ToHashSet().SetEquals(query.OrderBy.Select(item => item.Value));

    /// <summary>The inner query of <c>SELECT VALUE COUNT(1) FROM (SELECT DISTINCT …)</c>, whose counts must not be added up.</summary>
    static SelectQuery? DistinctCount(SelectQuery query)
    {
        var counts = query.Select.Selection.Expressions.ToList() is [AggregateCall { Kind: AggregateKind.Count, Argument: Literal { Value.IsDefined: true } }];
        return counts
            && query is { Sources: [{ Collection: Subquery { Query: { Select: { IsDistinct: true, Top: null }, Offset: null } inner } }], Where: null, GroupBy.Count: 0, Offset: null, Select: { Top: null, IsDistinct: false } }
            && inner.OrderBy.Count == 0
            && !Aggregation.IsAggregate(inner)
            && inner.GroupBy.Count == 0
                ? inner
                : null;
    }
}
