using AssetFunctions.LocalCosmos.Query.Values;

namespace AssetFunctions.LocalCosmos.Query.Evaluation;

/// <summary>
/// ORDER BY. Rows that tie keep the order in which they were read, reversed when the first item is descending:
/// the service walks its index backwards there, and the SDK relies on that when it resumes.
/// </summary>
/// <param name="limit">How many of the first rows anyone will ask for; memory is bounded by it.</param>
/// <param name="project">Rows that project to undefined are dropped before they are counted.</param>
internal sealed class Ordering(Evaluator[] keys, bool[] isDescending, long limit, Evaluator project)
{
    public IEnumerable<SqlValue[]> Order(IEnumerable<SqlValue[]> rows, SqlValue[] row)
    {
        var best = new PriorityQueue<SortedRow, SortedRow>(Comparer<SortedRow>.Create((x, y) => Compare(y, x)));
        var position = 0L;
        foreach (var candidate in rows.Where(candidate => limit > 0 && project(candidate).IsDefined))
        {
            var sorted = new SortedRow(Array.ConvertAll(keys, evaluate => evaluate(candidate)), position++, candidate);
            if (best.Count < limit)
            {
                best.Enqueue(sorted.Keep(), sorted.Keep());
            }
            else if (Compare(sorted, best.Peek()) < 0)
            {
                best.DequeueEnqueue(sorted.Keep(), sorted.Keep());
            }
        }

        var ordered = best.UnorderedItems.Select(entry => entry.Element).ToList();
        ordered.Sort(Compare);
        foreach (var sorted in ordered)
        {
            sorted.Row.CopyTo(row, 0);
            yield return row;
        }
    }

    int Compare(SortedRow x, SortedRow y)
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

    sealed record SortedRow(SqlValue[] Keys, long Position, SqlValue[] Row)
    {
        /// <summary>A copy whose row no longer changes as reading goes on.</summary>
        public SortedRow Keep() => this with { Row = (SqlValue[])Row.Clone() };
    }
}
