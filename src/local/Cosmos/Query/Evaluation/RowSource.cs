using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>The values one source of a FROM clause binds, given the row so far. Only the first source reads the feed.</summary>
delegate IEnumerable<SqlValue> SourceReader(SqlValue[] row, DocumentFeed? feed);

/// <summary>FROM and its JOINs: every combination of the values of its sources, each placed in the row in turn.</summary>
sealed class RowSource
{
    readonly List<(SourceReader Read, int Slot)> sources = [];
    readonly ExecutionContext context;

    public RowSource(SelectQuery query, ExecutionContext context, SlotScope scope, bool isOutermost)
    {
        this.context = context;
        foreach (var source in query.Sources)
        {
            var read = Compile(source, scope, readsContainer: isOutermost && sources.Count == 0);
            var slot = context.ReserveSlot();
            sources.Add((read, slot));
            if (SourceNames.Of(source) is { } name)
            {
                scope.Add(name, slot);
            }
        }
    }

    public int FirstSlot => sources[0].Slot;

    /// <summary>Yields <paramref name="row"/> once per combination; it changes when the next one is asked for.</summary>
    public IEnumerable<SqlValue[]> Rows(SqlValue[] row, DocumentFeed? feed) => Rows(row, feed, depth: 0);

    IEnumerable<SqlValue[]> Rows(SqlValue[] row, DocumentFeed? feed, int depth)
    {
        if (depth == sources.Count)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            yield return row;
            yield break;
        }

        var (read, slot) = sources[depth];
        foreach (var value in read(row, depth == 0 ? feed : null))
        {
            row[slot] = value;
            foreach (var complete in Rows(row, feed, depth + 1))
            {
                yield return complete;
            }
        }
    }

    SourceReader Compile(Source source, SlotScope scope, bool readsContainer)
    {
        SourceReader collection = source.Collection is Subquery subquery
            ? CompileSubquery(subquery, scope, readsContainer)
            : CompilePath(source.Collection, scope, readsContainer);
        return source.IsIteration
            ? (row, feed) => collection(row, feed).OfType<SqlArray>().SelectMany(array => array.Items)
            : collection;
    }

    SourceReader CompileSubquery(Subquery subquery, SlotScope scope, bool isOutermost)
    {
        var query = new QueryCompiler(context).Compile(subquery.Query, scope, isOutermost);
        return query.Results;
    }

    SourceReader CompilePath(Expression path, SlotScope scope, bool readsContainer)
    {
        var value = new ExpressionCompiler(context, scope).Compile(path);
        return (row, feed) => (feed is not null && readsContainer ? feed.Into(row).Select(_ => value(row)) : Single(value, row))
            .Where(candidate => candidate.IsDefined);
    }

    static IEnumerable<SqlValue> Single(Evaluator value, SqlValue[] row)
    {
        yield return value(row);
    }
}
