using System.Globalization;

namespace AssetFunctions.Sync;

/// <summary>Identity of one fetch of a run: run id and fetch time. A redelivered request fetches again, as a new attempt.</summary>
public static class RunAttempt
{
    /// <param name="startedAt">When the run fetched the wallet (UTC, millisecond precision).</param>
    public static string Of(string runId, DateTimeOffset startedAt) => $"{runId}@{startedAt.ToUnixTimeMilliseconds()}";

    /// <summary>The run of an attempt.</summary>
    /// <param name="attempt">Its identity; a run id holds no <c>@</c>.</param>
    public static string RunIdOf(string attempt) => attempt[..attempt.LastIndexOf('@')];

    /// <summary>When an attempt fetched the wallet (UTC).</summary>
    /// <param name="attempt">Its identity; a run id holds no <c>@</c>.</param>
    public static DateTimeOffset FetchedAtOf(string attempt) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(attempt.AsSpan(attempt.LastIndexOf('@') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
}
