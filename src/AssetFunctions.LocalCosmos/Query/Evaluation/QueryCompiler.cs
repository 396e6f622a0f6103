using AssetFunctions.LocalCosmos.Query.Binding;
using AssetFunctions.LocalCosmos.Query.Syntax;
using AssetFunctions.LocalCosmos.Query.Values;

namespace AssetFunctions.LocalCosmos.Query.Evaluation;

/// <summary>Turns a query, or a subquery within the scope of its surroundings, into stages.</summary>
internal sealed class QueryCompiler(ExecutionContext context)
{
    /// <param name="isOutermost">Whether a first source outside any alias means all documents rather than the current one.</param>
    public CompiledQuery Compile(SelectQuery query, SlotScope? outer = null, bool isOutermost = false)
    {
        var scope = new SlotScope(outer);
        var rows = new RowSource(query, context, scope, isOutermost);
        var scalars = new ExpressionCompiler(context, scope);
        var where = query.Where is null ? null : scalars.Compile(query.Where);
        var isGrouped = query.GroupBy.Count > 0 || Aggregation.IsAggregate(query);
        var aggregates = isGrouped ? new AggregateSlots(context) : null;
        var project = Compile(query, new ExpressionCompiler(context, scope, aggregates));
        return new CompiledQuery(
            rows,
            where,
            Grouping: aggregates is null ? null : new Grouping([.. query.GroupBy.Select(scalars.Compile)], aggregates),
            Ordering: query.OrderBy.Count == 0 ? null : CompileOrdering(query, scalars, project),
            project,
            query.Select.IsDistinct,
            Count(query.Offset) ?? 0,
            Count(query.Limit ?? query.Select.Top));
    }

    static Evaluator Compile(SelectQuery query, ExpressionCompiler compiler)
    {
        switch (query.Select.Selection)
        {
            case SelectValue value:
                return compiler.Compile(value.Value);
            case SelectList list:
                return ExpressionCompiler.CompileMembers(
                    [.. Projection.Names(list).Select(item => (item.Name, compiler.Compile(item.Item.Value)))]);
            default:
                var name = SourceNames.Of(query.Sources[0]);
                return compiler.Compile(new Identifier(name!));
        }
    }

    Ordering CompileOrdering(SelectQuery query, ExpressionCompiler scalars, Evaluator project)
    {
        var canStopEarly = !query.Select.IsDistinct;
        var limit = Count(query.Limit ?? query.Select.Top);
        return new Ordering(
            [.. query.OrderBy.Select(item => scalars.Compile(item.Value))],
            [.. query.OrderBy.Select(item => item.IsDescending)],
            canStopEarly && limit is not null ? Math.Min((long)(Count(query.Offset) ?? 0) + limit.Value, int.MaxValue) : long.MaxValue,
            project);
    }

    /// <summary>The value of TOP, OFFSET or LIMIT.</summary>
    int? Count(Expression? expression)
    {
        if (expression is null)
        {
            return null;
        }

        var value = new ExpressionCompiler(context, new SlotScope(outer: null)).Compile(expression)([]);
        return value is SqlNumber { IsInteger: true, Value: >= 0 and <= int.MaxValue } number
            ? (int)number.Value
            : throw new SqlQueryException(0, 0, "SC2062", "The TOP, OFFSET and LIMIT values must be non-negative integers.");
    }
}
