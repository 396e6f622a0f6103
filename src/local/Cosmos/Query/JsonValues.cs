using System.Runtime.InteropServices;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The values of the query language: those of JSON, and undefined, which is a default <see cref="JsonElement"/>.</summary>
static class JsonValues
{
    public static readonly JsonElement Undefined;
    public static readonly JsonElement Null = JsonElement.Parse("null"u8);
    static readonly JsonElement True = JsonElement.Parse("true"u8);
    static readonly JsonElement False = JsonElement.Parse("false"u8);

    public static JsonElement Of(string value) => JsonSerializer.SerializeToElement(value);

    public static JsonElement Of(bool? value) => value switch
    {
        true => True,
        false => False,
        null => Undefined,
    };

    public static bool IsDefined(this JsonElement value) => value.ValueKind != JsonValueKind.Undefined;

    /// <summary>The JSON text of a value that is defined.</summary>
    public static ReadOnlySpan<byte> Utf8(this JsonElement value) => JsonMarshal.GetRawUtf8Value(value);

    /// <summary>Equality of two defined values: numbers by value, objects regardless of member order.</summary>
    public static bool AreEqual(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left.GetDouble() == right.GetDouble(),
        var (a, b) => a == b && JsonElement.DeepEquals(left, right),
    };

    /// <summary>Whether an object has all members of another, with equal values.</summary>
    public static bool Includes(JsonElement whole, JsonElement part)
    {
        if (whole.ValueKind != JsonValueKind.Object || part.ValueKind != JsonValueKind.Object)
        {
            return AreEqual(whole, part);
        }

        return part.EnumerateObject().All(member => whole.TryGetProperty(member.Name, out var value) && Includes(value, member.Value));
    }
}

/// <summary>
/// The rank of a value in ORDER BY: undefined, null, false, true, numbers, strings (by UTF-16 code unit, as the SDK merges them), arrays, objects.
/// All arrays tie, and so do all objects.
/// </summary>
readonly record struct SortKey(int Rank, double Number, string? Text)
{
    public static readonly IComparer<SortKey> Order = Comparer<SortKey>.Create(Compare);

    const int Array = 6;

    /// <summary>Whether &lt; and &gt; can compare the values: two scalars of one type.</summary>
    public static bool AreComparable(SortKey left, SortKey right) =>
        left.TypeRank == right.TypeRank && left.Rank is > 0 and < Array;

    int TypeRank => Rank == 3 ? 2 : Rank;

    public static SortKey Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => new SortKey(1, 0, null),
        JsonValueKind.False => new SortKey(2, 0, null),
        JsonValueKind.True => new SortKey(3, 0, null),
        JsonValueKind.Number => new SortKey(4, value.GetDouble(), null),
        JsonValueKind.String => new SortKey(5, 0, value.GetString()),
        JsonValueKind.Array => new SortKey(Array, 0, null),
        JsonValueKind.Object => new SortKey(Array + 1, 0, null),
        _ => default,
    };

    public static int Compare(SortKey left, SortKey right)
    {
        var order = left.Rank.CompareTo(right.Rank);
        order = order == 0 ? left.Number.CompareTo(right.Number) : order;
        return order == 0 ? string.CompareOrdinal(left.Text, right.Text) : order;
    }
}
