using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Functions of fixed argument types: an argument of any other type gives undefined.</summary>
static class Signatures
{
    public static SqlFunction OnNumber(string name, Func<double, double> apply) => new(name, 1, 1, (arguments, _) =>
        arguments[0] is SqlNumber number ? SqlValue.From(apply(number.Value)) : SqlValue.Undefined);

    public static SqlFunction OnNumbers(string name, Func<double, double, double> apply) => new(name, 2, 2, (arguments, _) =>
        (arguments[0], arguments[1]) is (SqlNumber x, SqlNumber y) ? SqlValue.From(apply(x.Value, y.Value)) : SqlValue.Undefined);

    public static SqlFunction OnIntegers(string name, Func<long, long, SqlValue> apply) => new(name, 2, 2, (arguments, _) =>
        TryInteger(arguments[0], out var x) && TryInteger(arguments[1], out var y) ? apply(x, y) : SqlValue.Undefined);

    public static SqlFunction OnString(string name, Func<string, SqlValue> apply) => new(name, 1, 1, (arguments, _) =>
        arguments[0] is SqlString text ? apply(text.Value) : SqlValue.Undefined);

    public static SqlFunction OnStrings(string name, Func<string, string, SqlValue> apply) => new(name, 2, 2, (arguments, _) =>
        (arguments[0], arguments[1]) is (SqlString x, SqlString y) ? apply(x.Value, y.Value) : SqlValue.Undefined);

    public static SqlFunction OnStringAndCount(string name, Func<string, int, SqlValue> apply) => new(name, 2, 2, (arguments, _) =>
        arguments[0] is SqlString text && TryCount(arguments[1], out var count) ? apply(text.Value, count) : SqlValue.Undefined);

    public static SqlFunction OnArray(string name, Func<SqlArray, SqlValue> apply) => new(name, 1, 1, (arguments, _) =>
        arguments[0] is SqlArray array ? apply(array) : SqlValue.Undefined);

    public static SqlFunction OnArrays(string name, Func<SqlArray, SqlArray, SqlValue> apply) => new(name, 2, 2, (arguments, _) =>
        (arguments[0], arguments[1]) is (SqlArray x, SqlArray y) ? apply(x, y) : SqlValue.Undefined);

    /// <summary>A whole number that 64 bits hold.</summary>
    public static bool TryInteger(SqlValue value, out long integer)
    {
        // The largest double below 2^63; long.MaxValue itself is no double.
        const double largest = 9223372036854774784;
        var isInteger = value is SqlNumber { IsInteger: true, Value: >= long.MinValue and <= largest };
        integer = isInteger ? (long)((SqlNumber)value).Value : 0;
        return isInteger;
    }

    /// <summary>A number as a length or position, cut to a whole number within 32 bits.</summary>
    public static bool TryCount(SqlValue value, out int count)
    {
        count = value is SqlNumber number ? (int)Math.Clamp(Math.Truncate(number.Value), int.MinValue, int.MaxValue) : 0;
        return value is SqlNumber;
    }
}
