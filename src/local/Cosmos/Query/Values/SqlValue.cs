using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query.Values;

/// <summary>
/// What an expression yields: a JSON value or undefined.
/// Equality is deep and, unlike the SQL operator <c>=</c>, holds between two undefined values.
/// </summary>
abstract class SqlValue : IEquatable<SqlValue>
{
    public static readonly SqlValue Undefined = new SqlUndefined();
    public static readonly SqlValue Null = new SqlNull();
    public static readonly SqlValue True = new SqlBoolean(true);
    public static readonly SqlValue False = new SqlBoolean(false);

    public abstract SqlType Type { get; }

    public bool IsDefined => Type != SqlType.Undefined;

    public bool IsTrue => this is SqlBoolean { Value: true };

    public bool IsFalse => this is SqlBoolean { Value: false };

    /// <summary>Wraps a JSON value that the result may show again; its text is kept.</summary>
    public static SqlValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => Null,
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => new SqlNumber(element),
        JsonValueKind.String => new SqlString(element),
        JsonValueKind.Array => new SqlArray(element),
        JsonValueKind.Object => new SqlObject(element),
        _ => Undefined,
    };

    public static SqlValue From(bool value) => value ? True : False;

    public static SqlValue From(string value) => new SqlString(value);

    /// <summary>A number, or undefined for what JSON cannot hold (infinities, not-a-number).</summary>
    public static SqlValue From(double value) => double.IsFinite(value) ? new SqlNumber(value) : Undefined;

    /// <summary>Roughly the characters of its JSON form; bounds what a query can build.</summary>
    public virtual long Weight => 8;

    /// <summary>The member of an object; undefined when absent or when this is no object.</summary>
    public virtual SqlValue Member(string name) => Undefined;

    /// <summary>The element of an array; undefined when out of range or when this is no array.</summary>
    public virtual SqlValue Element(int index) => Undefined;

    /// <summary>Writes JSON; the caller leaves undefined values out.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    public abstract bool Equals(SqlValue? other);

    public sealed override bool Equals(object? obj) => Equals(obj as SqlValue);

    public abstract override int GetHashCode();
}
