using System.Runtime.InteropServices;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query.Values;

sealed class SqlUndefined : SqlValue
{
    public override SqlType Type => SqlType.Undefined;

    public override void WriteTo(Utf8JsonWriter writer) => throw new InvalidOperationException("Undefined has no JSON form.");

    public override bool Equals(SqlValue? other) => other is SqlUndefined;

    public override int GetHashCode() => 1;
}

sealed class SqlNull : SqlValue
{
    public override SqlType Type => SqlType.Null;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();

    public override bool Equals(SqlValue? other) => other is SqlNull;

    public override int GetHashCode() => 2;
}

sealed class SqlBoolean(bool value) : SqlValue
{
    public bool Value => value;

    public override SqlType Type => SqlType.Boolean;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(value);

    public override bool Equals(SqlValue? other) => other is SqlBoolean boolean && boolean.Value == value;

    public override int GetHashCode() => value ? 3 : 4;
}

/// <summary>An IEEE double; one that comes straight from a document is written back digit for digit.</summary>
sealed class SqlNumber : SqlValue
{
    /// <summary>The largest double that a 64-bit integer can hold.</summary>
    const double LargestInteger = 9223372036854774784;

    readonly JsonElement source;

    public SqlNumber(double value) => Value = value;

    public SqlNumber(JsonElement source) => (this.source, Value) = (source, source.GetDouble());

    public double Value { get; }

    public override SqlType Type => SqlType.Number;

    public bool IsInteger => Value == Math.Floor(Value) && double.IsFinite(Value);

    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (source.ValueKind == JsonValueKind.Number)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(source), skipInputValidation: true);
        }
        else if (IsInteger && Math.Abs(Value) <= LargestInteger)
        {
            writer.WriteNumberValue((long)Value);
        }
        else
        {
            writer.WriteNumberValue(Value);
        }
    }

    public override bool Equals(SqlValue? other) => other is SqlNumber number && number.Value == Value;

    public override int GetHashCode() => Value == 0 ? 0 : Value.GetHashCode();
}

sealed class SqlString : SqlValue
{
    readonly JsonElement source;

    public SqlString(string value) => Value = value;

    public SqlString(JsonElement source) => (this.source, Value) = (source, JsonText.ReadString(source));

    public string Value { get; }

    public override SqlType Type => SqlType.String;

    public override long Weight => Value.Length + 2;

    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (source.ValueKind == JsonValueKind.String)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(source), skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(Value);
        }
    }

    public override bool Equals(SqlValue? other) => other is SqlString text && text.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
}
