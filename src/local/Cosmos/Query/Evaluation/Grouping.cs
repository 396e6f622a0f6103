using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>GROUP BY, or the single group of a query that only aggregates. Groups come in the order of their first rows.</summary>
sealed class Grouping(Evaluator[] keys, AggregateSlots aggregates)
{
    public IEnumerable<SqlValue[]> Group(IEnumerable<SqlValue[]> rows, SqlValue[] row)
    {
        var groups = new OrderedDictionary<SqlArray, (SqlValue[] First, Accumulator[] Accumulators)>();
        foreach (var candidate in rows)
        {
            var key = new SqlArray(Array.ConvertAll(keys, evaluate => evaluate(candidate)));
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = ((SqlValue[])candidate.Clone(), aggregates.Start());
            }

            aggregates.Add(group.Accumulators, candidate);
        }

        if (groups.Count == 0 && keys.Length == 0)
        {
            groups[new SqlArray([])] = (row, aggregates.Start());
        }

        foreach (var (first, accumulators) in groups.Values)
        {
            first.CopyTo(row, 0);
            aggregates.Finish(accumulators, row);
            yield return row;
        }
    }
}
