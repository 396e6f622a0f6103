namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>Settings of a <see cref="ProviderSimulator"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Directory with sample pages and their index, or null to serve in-memory wallets only.</summary>
    public string? SamplesDirectory { get; init; }

    /// <summary>The only key accepted.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Loopback port; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Quotas of the organisation, stated in the headers of every response. A throttled call counts too, as it does at Zerion.</summary>
    public SimulatedQuota Quota { get; init; } = new();

    /// <summary>Time of quotas and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>Calls allowed per window.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="PerDay">Calls per UTC day.</param>
/// <param name="PerMonth">Calls per UTC month.</param>
public sealed record SimulatedQuota(int PerSecond = 1_000, int PerDay = 1_000_000, int PerMonth = 30_000_000);

/// <summary>Calls that a <see cref="ProviderSimulator"/> counted against its quota.</summary>
/// <param name="Calls">All of them.</param>
/// <param name="Throttled">Those beyond the quota, which get 429.</param>
/// <param name="MostPerSecond">Most in any one second.</param>
/// <param name="MostPerDay">Most on any one day (UTC).</param>
public sealed record SimulatorUsage(int Calls, int Throttled, int MostPerSecond, int MostPerDay);

/// <summary>The lists that a <see cref="ProviderSimulator"/> serves.</summary>
public enum SimulatedResource
{
    /// <summary>Positions of a wallet.</summary>
    Positions,

    /// <summary>Transactions of a wallet, newest first, in pages.</summary>
    Transactions,

    /// <summary>Networks; they belong to no wallet.</summary>
    Chains,

    /// <summary>Market data of assets; they belong to no wallet.</summary>
    Fungibles,
}

/// <summary>How a <see cref="ProviderSimulator"/> misbehaves on one request.</summary>
public abstract record SimulatedFault
{
    SimulatedFault()
    {
    }

    /// <summary>Returns this status, headers and body instead of a page.</summary>
    public sealed record Response(int Status, string Body = "", string ContentType = "application/json") : SimulatedFault
    {
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Waits, then responds as usual.</summary>
    public sealed record Delay(TimeSpan Time) : SimulatedFault;

    /// <summary>Sends this many bytes of the page, then waits before the rest.</summary>
    public sealed record Stall(long AfterBytes, TimeSpan Time) : SimulatedFault;

    /// <summary>Sends this many bytes of the page, then closes the connection.</summary>
    public sealed record Cut(long AfterBytes) : SimulatedFault;

    /// <summary>Sends this many bytes of the page, then ends the response as if it were complete.</summary>
    public sealed record Truncate(long AfterBytes) : SimulatedFault;

    /// <summary>Serves the page with its text changed.</summary>
    public sealed record Edit(Func<string, string> Change) : SimulatedFault;

    /// <summary>A page with prices of <c>NaN</c>, which is not valid JSON.</summary>
    public static Edit NotANumber() => new(page => page.Replace("\"price\":", "\"price\":NaN,\"was\":", StringComparison.Ordinal));

    /// <summary>A page that names itself as the next one.</summary>
    public static Edit Circular() => new(page => page.Replace("\"links\":{\"self\"", "\"links\":{\"next\":\"#again\",\"self\"", StringComparison.Ordinal));

    /// <summary>An HTML page, as from a proxy in front of the API.</summary>
    public static Response Html(int status = 200) => new(status, "<!DOCTYPE html><html><head><title>Just a moment</title></head><body></body></html>", "text/html");

    /// <summary>An error document of the API.</summary>
    public static Response Error(int status, string title, string detail) => new(status, SimulatedErrors.Document(title, detail));
}

/// <summary>A request as it arrived.</summary>
/// <param name="Path">Path as sent, without query.</param>
/// <param name="Query">Query string with its question mark, decoded.</param>
/// <param name="Headers">Headers by name.</param>
public sealed record SimulatorRequest(string Path, string Query, IReadOnlyDictionary<string, string> Headers);
