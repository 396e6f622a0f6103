using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query.Binding;

/// <summary>TOP, OFFSET and LIMIT with their parameters filled in; null where the query has no such clause.</summary>
sealed record RowWindow(long? Top, long? Offset, long? Limit)
{
    /// <summary>How many results are passed over.</summary>
    public long Skip => Offset ?? 0;

    /// <summary>How many results follow those passed over; null for all.</summary>
    public long? Take => Limit ?? Top;

    /// <exception cref="SqlQueryException">A parameter is missing or no count.</exception>
    public static RowWindow Of(SelectQuery query, QueryParameters parameters) => new(
        Read(query.Select.Top, "TOP", parameters),
        Read(query.Offset, "OFFSET", parameters),
        Read(query.Limit, "LIMIT", parameters));

    static long? Read(Expression? expression, string clause, QueryParameters parameters)
    {
        var (value, span) = expression switch
        {
            Literal literal => (literal.Value, default),
            Parameter parameter => (parameters.Required(parameter), parameter.Span),
            _ => (null, default(TextSpan)),
        };
        return value is null ? null : Counts.TryRead(value, out var count) ? count : throw Counts.Invalid(clause, span);
    }
}
