using System.Runtime.InteropServices;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>An array of a document, read on first use, or one built by the query.</summary>
sealed class SqlArray : SqlValue
{
    readonly JsonElement source;
    IReadOnlyList<SqlValue>? items;
    UInt128? hash;

    public SqlArray(JsonElement source) => (this.source, Weight) = (source, JsonMarshal.GetRawUtf8Value(source).Length);

    public SqlArray(IReadOnlyList<SqlValue> items) =>
        (this.items, Weight) = (items, WeightLimit.Check(items.Sum(item => item.Weight)));

    public override SqlType Type => SqlType.Array;

    public override long Weight { get; }

    public IReadOnlyList<SqlValue> Items => items ??= [.. source.EnumerateArray().Select(From)];

    /// <summary>Its rank among arrays.</summary>
    public UInt128 Hash => hash ??= StructureHash.Of(this);

    public override SqlValue Element(int index) => index >= 0 && index < Items.Count ? Items[index] : Undefined;

    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (source.ValueKind == JsonValueKind.Array)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(source), skipInputValidation: true);
            return;
        }

        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    public override bool Equals(SqlValue? other) => other is SqlArray array && array.Items.SequenceEqual(Items);

    public override int GetHashCode()
    {
        var code = new HashCode();
        foreach (var item in Items)
        {
            code.Add(item);
        }

        return code.ToHashCode();
    }
}

/// <summary>An object of a document, or one built by the query; the order of members does not matter to equality.</summary>
sealed class SqlObject : SqlValue
{
    readonly JsonElement source;
    IReadOnlyDictionary<string, SqlValue>? members;
    UInt128? hash;

    public SqlObject(JsonElement source) => (this.source, Weight) = (source, JsonMarshal.GetRawUtf8Value(source).Length);

    public SqlObject(IReadOnlyDictionary<string, SqlValue> members) =>
        (this.members, Weight) = (members, WeightLimit.Check(members.Sum(member => member.Key.Length + member.Value.Weight)));

    public override SqlType Type => SqlType.Object;

    public override long Weight { get; }

    public IReadOnlyDictionary<string, SqlValue> Members => members ??= JsonText.ReadMembers(source);

    /// <summary>Its rank among objects.</summary>
    public UInt128 Hash => hash ??= StructureHash.Of(this);

    public override SqlValue Member(string name)
    {
        if (members is not null)
        {
            return members.GetValueOrDefault(name, Undefined);
        }

        return JsonText.TryGetMember(source, name, out var member) ? From(member) : Undefined;
    }

    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (source.ValueKind == JsonValueKind.Object)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(source), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        foreach (var (name, value) in Members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public override bool Equals(SqlValue? other) =>
        other is SqlObject candidate
        && candidate.Members.Count == Members.Count
        && Members.All(member => member.Value.Equals(candidate.Member(member.Key)));

    public override int GetHashCode()
    {
        // A sum, so that the order of members has no influence.
        var code = Members.Count;
        foreach (var (name, value) in Members)
        {
            code = unchecked(code + HashCode.Combine(name, value));
        }

        return code;
    }
}
