namespace AssetFunctions.Http;

/// <summary>A time range as the caller requested it and as it is read.</summary>
/// <param name="RequestedFrom">First instant in the request, or null.</param>
/// <param name="RequestedTo">End in the request, or null.</param>
/// <param name="From">First instant of the range.</param>
/// <param name="To">First instant after the range.</param>
sealed record TimeRange(DateTimeOffset? RequestedFrom, DateTimeOffset? RequestedTo, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Reads <c>from</c> and <c>to</c>.</summary>
    /// <exception cref="ProblemException">The range is empty or too long.</exception>
    public static TimeRange Read(QueryReader reader, DateTimeOffset now)
    {
        var requestedFrom = reader.Read(ApiParameters.From);
        var requestedTo = reader.Read(ApiParameters.To);
        var to = requestedTo ?? now;
        if (requestedFrom is null && to - DateTimeOffset.MinValue < ApiDefaults.HistoryRange)
        {
            throw new ProblemException(Problems.BadParameter(ApiParameters.To.Name, "a later instant"));
        }

        var from = requestedFrom ?? to - ApiDefaults.HistoryRange;
        return from < to && to - from <= ApiDefaults.MaxHistoryRange
            ? new TimeRange(requestedFrom, requestedTo, from, to)
            : throw new ProblemException(Problems.BadParameter(ApiParameters.From.Name, $"before 'to' by at most {ApiDefaults.MaxHistoryRange.TotalDays:0} days"));
    }
}
