using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Sync.Phases.Extract;

/// <summary>
/// Until when a run may go on trying to be served: the deadline its request names, or else a budget of time that stands still while the run
/// waits for quota. Waiting for quota alone therefore never ends a run that named no deadline.
/// </summary>
readonly record struct RunDeadline
{
    // CancellationTokenSource takes at most some 49 days; no fetch lasts a day.
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

    /// <summary>Why the run ends when its time is up.</summary>
    public string Reason => _request.Deadline is null ? "the time of the run (Sync:Extract:DeadlineSeconds) runs out" : "the deadline of the request passes";

    /// <summary>Whether the time is up at an instant.</summary>
    public bool HasPassed(DateTimeOffset instant) => instant >= _at;

    /// <summary>Asks a provider for no longer than the run has time; null when that was not enough.</summary>
    public Task<ProviderResult?> CallAsync(Func<CancellationToken, Task<ProviderResult>> call, TimeProvider clock, CancellationToken cancellationToken) =>
        CallUntilAsync(_at, call, clock, cancellationToken);

    /// <summary>Asks a provider until an instant at the latest; null when that was not enough.</summary>
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

    /// <summary>The request to try again after a delay, or null when the time would be up by then.</summary>
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
