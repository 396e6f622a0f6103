namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>
/// The total order of ORDER BY: undefined, null, false, true, numbers, strings (by UTF-16 code unit, as the SDK merges them),
/// arrays, objects. Arrays rank among each other by their hash, and so do objects: equal ones side by side, no other order.
/// </summary>
sealed class ValueOrder : IComparer<SqlValue>
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
        (SqlArray a, SqlArray b) => StructureHash.Compare(a.Hash, b.Hash),
        (SqlObject a, SqlObject b) => StructureHash.Compare(a.Hash, b.Hash),
        _ => 0,
    };
}
