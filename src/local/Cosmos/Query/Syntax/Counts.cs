using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>The values of TOP, OFFSET and LIMIT: 32-bit unsigned integers.</summary>
static class Counts
{
    public static bool TryRead(SqlValue value, out long count)
    {
        var isCount = value is SqlNumber { IsInteger: true, Value: >= 0 and <= uint.MaxValue };
        count = isCount ? (long)((SqlNumber)value).Value : 0;
        return isCount;
    }

    public static SqlQueryException Invalid(string clause, TextSpan span) => clause == "TOP"
        ? new SqlQueryException(span.Start, span.End, "SC2060", "The count value provided for a TOP clause must be an integer.")
        : new SqlQueryException(span.Start, span.End, "SC2062", $"The {clause} count value exceeds the maximum allowed value.");
}
