using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Settings of the Zerion client, section <c>Zerion</c>.</summary>
public sealed class ZerionOptions
{
    /// <summary>Root of the API. Default: <c>https://api.zerion.io/</c>.</summary>
    public Uri BaseAddress { get; set; } = new(ZerionDefaults.BaseAddress);

    /// <summary>API key; sent as the user name of HTTP Basic authentication. Required.</summary>
    public string ApiKey { get; set; } = string.Empty;

    /// <summary>Name the client gives itself. Default: <c>AssetFunctions/1.0</c>.</summary>
    public string UserAgent { get; set; } = ZerionDefaults.UserAgent;

    /// <summary>Bound on the decompressed bytes of one fetch, all pages together; what exceeds it is not read and the set is incomplete. Default: 64 MiB.</summary>
    public long MaxResponseBytes { get; set; } = ZerionDefaults.MaxResponseBytes;

    /// <summary>Bound on the pages of one fetch. Default: 20.</summary>
    public int MaxPages { get; set; } = ZerionDefaults.MaxPages;

    /// <summary>Longest wait for the headers of a response. Default: 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = ZerionDefaults.ResponseTimeout;

    /// <summary>Longest time to read the body of a response. Default: 90 s.</summary>
    public TimeSpan BodyTimeout { get; set; } = ZerionDefaults.BodyTimeout;

    /// <summary>Calls per second over all instances. Unset follows what Zerion states with every answer.</summary>
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
}
