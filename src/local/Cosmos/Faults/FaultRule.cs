using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>The effect of a fault on a request.</summary>
public enum FaultAction
{
    /// <summary>Returns 429/3200 with a retry delay, without executing the request.</summary>
    Throttle,

    /// <summary>Returns 449 without executing the request.</summary>
    RetryWith,

    /// <summary>Returns 503 without executing the request.</summary>
    ServiceUnavailable,

    /// <summary>Returns 408 without executing the request.</summary>
    RequestTimeout,

    /// <summary>Returns 410 without executing the request.</summary>
    Gone,

    /// <summary>Adds <see cref="FaultRule.Latency"/> before the request is executed.</summary>
    Latency,

    /// <summary>Drops the connection without executing the request.</summary>
    DropBeforeCommit,

    /// <summary>Executes the request, then drops the connection without a response.</summary>
    DropAfterCommit,

    /// <summary>Executes the request, then returns 408.</summary>
    RequestTimeoutAfterCommit,
}

/// <summary>A fault and the requests it applies to. A null filter matches everything.</summary>
public sealed record FaultRule
{
    public required FaultAction Action { get; init; }

    /// <summary>The kind of request. Null matches all data requests, and for latency also metadata requests.</summary>
    public OperationType? Operation { get; init; }

    /// <summary>The name of the container; null for all.</summary>
    public string? Container { get; init; }

    /// <summary>Probability for each matching request, 0 to 1; default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many requests the rule applies to; null for no limit.</summary>
    public int? Count { get; init; }

    /// <summary>How many matching requests pass first; default 0.</summary>
    public int Skip { get; init; }

    /// <summary>The retry delay sent to a throttled client; default 10 ms.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The delay that <see cref="FaultAction.Latency"/> adds.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The sub-status of the reply; 0 for the default.</summary>
    public int SubStatus { get; init; }
}
