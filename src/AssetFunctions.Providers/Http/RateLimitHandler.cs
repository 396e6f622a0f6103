using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>
/// Lets a request out only when the source's budgets allow it, and tells the limiter what the answer says about the calls to come. Sits
/// below everything that sends requests of its own, so that none goes out unpaid.
/// </summary>
/// <param name="source">Name under which the limiter knows the source.</param>
/// <param name="budget">What the source allows at the moment.</param>
/// <param name="read">Reads from an answer how long calls must pause, if at all.</param>
/// <param name="clock">Time for waiting.</param>
sealed class RateLimitHandler(
    IRateLimiter limiter, string source, Func<CallBudget> budget, Func<HttpResponseMessage, RateLimitPause?> read, TimeProvider clock) : DelegatingHandler
{
    /// <exception cref="CallDeniedException">The budgets do not allow the call within the time it may wait.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        switch (await limiter.AcquireAsync(source, budget(), cancellationToken))
        {
            case RateLimitDecision.Denied denied:
                throw new CallDeniedException(denied);
            case RateLimitDecision.Granted { Delay: var delay } when delay > TimeSpan.Zero:
                await Task.Delay(delay, clock, cancellationToken);
                break;
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (read(response) is { } pause)
        {
            // What the source said holds for everybody, even if this caller has lost interest.
            await limiter.HoldAsync(source, pause.Duration, pause.IsThrottled, CancellationToken.None);
        }

        return response;
    }
}

/// <summary>What an answer says about the calls to come.</summary>
/// <param name="Duration">How long no call can succeed.</param>
/// <param name="IsThrottled">Whether the call itself was throttled.</param>
readonly record struct RateLimitPause(TimeSpan Duration, bool IsThrottled);

/// <summary>A call that was not made because the source's budgets do not allow it now.</summary>
sealed class CallDeniedException(RateLimitDecision.Denied decision) : Exception($"The call must wait for {decision.RetryAfter}.")
{
    public RateLimitDecision.Denied Decision { get; } = decision;
}
