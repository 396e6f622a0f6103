namespace AssetFunctions.LocalCosmos.Query.Values;

/// <summary>
/// The total order of ORDER BY: undefined, null, false, true, numbers, strings (by UTF-16 code unit, as the SDK merges them),
/// arrays, objects. Arrays rank element by element; objects by their members in the order of names.
/// </summary>
internal sealed class ValueOrder : IComparer<SqlValue>
{
    public static readonly ValueOrder Instance = new();

    public int Compare(SqlValue? x, SqlValue? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ when x.Type != y.Type => x.Type.CompareTo(y.Type),
        (SqlBoolean a, SqlBoolean b) => a.Value.CompareTo(b.Value),
        (SqlNumber a, SqlNumber b) => a.Value.CompareTo(b.Value),
        (SqlString a, SqlString b) => string.CompareOrdinal(a.Value, b.Value),
        (SqlArray a, SqlArray b) => CompareArrays(a.Items, b.Items),
        (SqlObject a, SqlObject b) => CompareObjects(a, b),
        _ => 0,
    };

    int CompareArrays(IReadOnlyList<SqlValue> x, IReadOnlyList<SqlValue> y)
    {
        for (var i = 0; i < Math.Min(x.Count, y.Count); i++)
        {
            var order = Compare(x[i], y[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Count.CompareTo(y.Count);
    }

    int CompareObjects(SqlObject x, SqlObject y)
    {
        var left = x.Members.OrderBy(member => member.Key, StringComparer.Ordinal).ToList();
        var right = y.Members.OrderBy(member => member.Key, StringComparer.Ordinal).ToList();
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var order = string.CompareOrdinal(left[i].Key, right[i].Key);
            order = order != 0 ? order : Compare(left[i].Value, right[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }
}
