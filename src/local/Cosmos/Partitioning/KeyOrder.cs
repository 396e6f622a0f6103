namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>The order of the keys of a <see cref="PersistentMap{TKey,TValue,TOrder}"/>.</summary>
interface IOrder<in TKey>
{
    static abstract int Compare(TKey left, TKey right);
}

readonly struct OrdinalOrder : IOrder<string>
{
    public static int Compare(string left, string right) => string.CompareOrdinal(left, right);
}

readonly struct NumberOrder : IOrder<long>
{
    public static int Compare(long left, long right) => left.CompareTo(right);
}
