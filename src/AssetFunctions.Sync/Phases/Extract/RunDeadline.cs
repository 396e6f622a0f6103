using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Sync.Phases.Extract;

/// <summary>
/// When a run must have fetched its wallet: at the deadline of its request, or else within a time budget. Waiting for quota does not use up
/// the budget, so it never ends a run without a deadline.
/// </summary>
readonly record struct RunDeadline
{
    // CancellationTokenSource accepts at most about 49 days; no fetch lasts a day.
    static readonly TimeSpan LongestFetch = TimeSpan.FromDays(1);

    readonly SyncRequest _request;
    readonly DateTimeOffset _countedSince;
    readonly DateTimeOffset _at;

    public RunDeadline(SyncRequest request, DateTimeOffset now, TimeSpan budget)
    {
        _request = request;
        _countedSince = request.CountedSince ?? now;
        _at = request.Deadline ?? (_countedSince + budget);
    }

    /// <summary>Name of the limit, to complete "before …".</summary>
    public string Name => _request.Deadline is null ? "the time limit of the run (Sync:Extract:DeadlineSeconds)" : "the deadline of the request";

    /// <summary>Whether the time is up at an instant.</summary>
    public bool HasPassed(DateTimeOffset instant) => instant >= _at;

    /// <summary>Calls a provider within the time that is left; null when the time ran out.</summary>
    public Task<ProviderResult?> CallAsync(Func<CancellationToken, Task<ProviderResult>> call, TimeProvider clock, CancellationToken cancellationToken) =>
        CallUntilAsync(_at, call, clock, cancellationToken);

    /// <summary>Calls a provider until an instant at the latest; null when the time ran out.</summary>
    public static async Task<ProviderResult?> CallUntilAsync(
        DateTimeOffset at, Func<CancellationToken, Task<ProviderResult>> call, TimeProvider clock, CancellationToken cancellationToken)
    {
        var left = at - clock.GetUtcNow();
        using var timeout = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestFetch ? LongestFetch : left, clock);
        using var timeoutOrCaller = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(timeoutOrCaller.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The request to retry after a delay, or null when the time would be up by then.</summary>
    /// <param name="waitsForQuota">Whether the delay is a wait for quota.</param>
    public SyncRequest? After(TimeSpan delay, DateTimeOffset now, bool waitsForQuota)
    {
        if (_request.Deadline is null && waitsForQuota)
        {
            return _request with { CountedSince = _countedSince + delay };
        }

        return HasPassed(now + delay) ? null : _request with { CountedSince = _countedSince };
    }
}
