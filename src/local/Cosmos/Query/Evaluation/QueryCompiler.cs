using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>Turns a query, or a subquery within the scope of its surroundings, into stages.</summary>
sealed class QueryCompiler(ExecutionContext context)
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
        var project = Compile(query.Select.Selection, rows, new ExpressionCompiler(context, scope, aggregates));
        var window = RowWindow.Of(query, context.Parameters);
        return new CompiledQuery(
            rows,
            where,
            Grouping: aggregates is null ? null : new Grouping([.. query.GroupBy.Select(scalars.Compile)], aggregates),
            Ordering: query.OrderBy.Count == 0 ? null : CompileOrdering(query, scalars, window),
            project,
            query.Select.IsDistinct,
            window);
    }

    static Evaluator Compile(Selection selection, RowSource rows, ExpressionCompiler compiler) => selection switch
    {
        SelectValue value => compiler.Compile(value.Value),
        SelectList list => ExpressionCompiler.CompileMembers(
            [.. Projection.Names(list).Select(item => (item.Name, compiler.Compile(item.Item.Value)))]),
        _ => row => row[rows.FirstSlot],
    };

    static Ordering CompileOrdering(SelectQuery query, ExpressionCompiler scalars, RowWindow window) => new(
        [.. query.OrderBy.Select(item => scalars.Compile(item.Value))],
        [.. query.OrderBy.Select(item => item.IsDescending)],
        query.Select.IsDistinct ? long.MaxValue : window.Skip + window.Take ?? long.MaxValue);
}
