using System.Numerics;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>A range of effective partition keys, lower bound inclusive, upper bound exclusive, as hexadecimal text.</summary>
readonly record struct KeyRange(string Min, string Max)
{
    public static readonly KeyRange All = new("", "FF");

    public bool Contains(string epk) =>
        string.CompareOrdinal(epk, Min) >= 0 && string.CompareOrdinal(epk, Max) < 0;

    /// <summary>Splits the key space into <paramref name="count"/> equal ranges.</summary>
    public static KeyRange[] Split(int count)
    {
        var ranges = new KeyRange[count];
        var lower = "";
        for (var i = 0; i < count; i++)
        {
            // Hashes have 126 significant bits, see PartitionKeyValue.
            var upper = i == count - 1
                ? "FF"
                : ((BigInteger.One << 126) * (i + 1) / count).ToString("X32").PadLeft(32, '0')[^32..];
            ranges[i] = new KeyRange(lower, upper);
            lower = upper;
        }

        return ranges;
    }
}
