using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>What a fault does to a request.</summary>
public enum FaultAction
{
    /// <summary>Returns 429/3200 with a time to wait; nothing happens.</summary>
    Throttle,

    /// <summary>Returns 449; nothing happens.</summary>
    RetryWith,

    /// <summary>Returns 503; nothing happens.</summary>
    ServiceUnavailable,

    /// <summary>Returns 408; nothing happens.</summary>
    RequestTimeout,

    /// <summary>Returns 410; nothing happens.</summary>
    Gone,

    /// <summary>Adds <see cref="FaultRule.Latency"/> before the request is carried out.</summary>
    Latency,

    /// <summary>Drops the connection; nothing happens.</summary>
    DropBeforeCommit,

    /// <summary>Carries the request out, then drops the connection instead of answering.</summary>
    DropAfterCommit,

    /// <summary>Carries the request out, then returns 408.</summary>
    RequestTimeoutAfterCommit,
}

/// <summary>A fault and the requests it strikes. Filters left null match everything.</summary>
public sealed record FaultRule
{
    /// <summary>What happens.</summary>
    public required FaultAction Action { get; init; }

    /// <summary>Which kind of request; null strikes every request that handles data, and metadata for latency only.</summary>
    public OperationType? Operation { get; init; }

    /// <summary>The name of the container; null for all.</summary>
    public string? Container { get; init; }

    /// <summary>The chance of each matching request, 0 to 1; default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many requests are struck before the rule is used up; null for no end.</summary>
    public int? Count { get; init; }

    /// <summary>How many matching requests pass unharmed first; default 0.</summary>
    public int Skip { get; init; }

    /// <summary>The time a throttled client is given to wait; default 10 ms.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The time <see cref="FaultAction.Latency"/> adds.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>A sub-status to send along; 0 for the usual one.</summary>
    public int SubStatus { get; init; }
}
