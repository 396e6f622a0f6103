using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>One sort value of a resume filter: a scalar, or of an array or object its type and hash.</summary>
sealed record ResumeValue
{
    readonly SqlType _type;
    readonly SqlValue _scalar;
    readonly UInt128 _hash;

    ResumeValue(SqlType type, SqlValue scalar, UInt128 hash) => (_type, _scalar, _hash) = (type, scalar, hash);

    /// <summary>Undefined comes as an empty array, an array or object as <c>{"type":"array","low":…,"high":…}</c> with the halves of its hash.</summary>
    public static ResumeValue Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            var scalar = value.ValueKind == JsonValueKind.Array ? SqlValue.Undefined : SqlValue.From(value);
            return new ResumeValue(scalar.Type, scalar, default);
        }

        var type = value.GetProperty("type").ValueEquals("array"u8) ? SqlType.Array : SqlType.Object;
        var (low, high) = (value.GetProperty("low").GetInt64(), value.GetProperty("high").GetInt64());
        return new ResumeValue(type, SqlValue.Undefined, new UInt128(unchecked((ulong)high), unchecked((ulong)low)));
    }

    /// <summary>How a sort value of a row ranks against this one.</summary>
    public int Rank(SqlValue value) => (value.Type == _type, value) switch
    {
        (false, _) => value.Type.CompareTo(_type),
        (true, SqlArray array) => StructureHash.Compare(array.Hash, _hash),
        (true, SqlObject members) => StructureHash.Compare(members.Hash, _hash),
        _ => ValueOrder.Instance.Compare(value, _scalar),
    };
}
