using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Settings that the clients of all sources share.</summary>
/// <param name="baseAddress">Default of <see cref="BaseAddress"/>.</param>
public abstract class HttpSourceOptions(string baseAddress)
{
    /// <summary>Root of the API.</summary>
    public Uri BaseAddress { get; set; } = new(baseAddress);

    /// <summary>API key. Required unless the source serves those without one.</summary>
    public string ApiKey { get; set; } = string.Empty;

    /// <summary>Name the client gives itself. Default: <c>AssetFunctions/1.0</c>.</summary>
    public string UserAgent { get; set; } = HttpSourceDefaults.UserAgent;

    /// <summary>Bound on the decompressed bytes of one fetch, all pages together; what exceeds it is not read and the set is incomplete. Default: 64 MiB.</summary>
    public long MaxResponseBytes { get; set; } = HttpSourceDefaults.MaxResponseBytes;

    /// <summary>Longest wait for the headers of a response, each time a call is made. Default: 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = HttpSourceDefaults.ResponseTimeout;

    /// <summary>
    /// Repetitions of a call that cannot be made, breaks off before its answer or is answered by 500, 502 or 504. Default: 2; 0 repeats none.
    /// </summary>
    public int MaxRetries { get; set; } = HttpSourceDefaults.MaxRetries;

    /// <summary>How long the source is not asked after it failed too often. Default: 30 s.</summary>
    public TimeSpan BreakDuration { get; set; } = HttpSourceDefaults.BreakDuration;

    /// <summary>Longest time to read the body of a response. Default: 90 s.</summary>
    public TimeSpan BodyTimeout { get; set; } = HttpSourceDefaults.BodyTimeout;

    /// <summary>Calls per second over all instances. Unset follows what the source states, where it states anything.</summary>
    public double? CallsPerSecond { get; set; }

    /// <summary>Calls per day (UTC) over all instances, below what the plan allows. Unset sets no budget of our own.</summary>
    public long? CallsPerDay { get; set; }

    /// <summary>Calls per calendar month (UTC) over all instances. Unset sets no budget of our own.</summary>
    public long? CallsPerMonth { get; set; }

    /// <summary>
    /// Longest time a call waits for its turn, at most half of <see cref="ResponseTimeout"/>; a run that would wait longer is deferred.
    /// Default: 5 s.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = RateLimitDefaults.MaxWait;

    /// <summary>The budgets of these settings.</summary>
    /// <param name="statedPerSecond">Calls per second as the source states them, for where the settings say nothing.</param>
    internal CallBudget Budget(double? statedPerSecond = null) => new()
    {
        PerSecond = CallsPerSecond ?? (statedPerSecond * HttpSourceDefaults.StatedRateShare),
        PerDay = CallsPerDay,
        PerMonth = CallsPerMonth,
        // A call that waited for its turn must have time left to be repeated.
        MaxWait = TimeSpan.FromTicks(Math.Min(MaxWait.Ticks, ResponseTimeout.Ticks / 2)),
    };
}

/// <summary>Settings that the clients of sources share which serve pages of rows.</summary>
/// <param name="baseAddress">Default of <see cref="HttpSourceOptions.BaseAddress"/>.</param>
/// <param name="maxPages">Default of <see cref="MaxPages"/>.</param>
public abstract class PagedSourceOptions(string baseAddress, int maxPages) : HttpSourceOptions(baseAddress)
{
    /// <summary>Bound on the pages of one fetch.</summary>
    public int MaxPages { get; set; } = maxPages;
}
