using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>
/// ORDER BY. Rows that tie keep the order in which they were read, reversed when the first item is descending:
/// the service walks its index backwards there, and the SDK relies on that when it resumes.
/// </summary>
/// <param name="limit">How many of the first results anyone will ask for; memory is bounded by it.</param>
sealed class Ordering(Evaluator[] keys, bool[] isDescending, long limit)
{
    /// <summary>Reads all rows and yields their projections in order, those that are undefined left out.</summary>
    public IEnumerable<SqlValue> Results(IEnumerable<SqlValue[]> rows, Evaluator project)
    {
        var best = new PriorityQueue<SortedResult, SortedResult>(Comparer<SortedResult>.Create((x, y) => Compare(y, x)));
        var position = 0L;
        foreach (var row in rows.TakeWhile(_ => limit > 0))
        {
            var candidate = new SortedResult(Array.ConvertAll(keys, evaluate => evaluate(row)), position++);
            if (best.Count == limit && Compare(candidate, best.Peek()) > 0)
            {
                continue;
            }

            candidate.Value = project(row);
            if (!candidate.Value.IsDefined)
            {
                continue;
            }

            best.Enqueue(candidate, candidate);
            if (best.Count > limit)
            {
                best.Dequeue();
            }
        }

        var ordered = best.UnorderedItems.Select(entry => entry.Element).ToList();
        ordered.Sort(Compare);
        foreach (var result in ordered)
        {
            yield return result.Value;
        }
    }

    int Compare(SortedResult x, SortedResult y)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var order = ValueOrder.Instance.Compare(x.Keys[i], y.Keys[i]);
            if (order != 0)
            {
                return isDescending[i] ? -order : order;
            }
        }

        return isDescending[0] ? y.Position.CompareTo(x.Position) : x.Position.CompareTo(y.Position);
    }

    sealed class SortedResult(SqlValue[] keys, long position)
    {
        public SqlValue[] Keys => keys;

        public long Position => position;

        public SqlValue Value { get; set; } = SqlValue.Undefined;
    }
}
