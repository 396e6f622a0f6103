using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>
/// The queue of calls to one provider: sends a call only when the provider's budgets allow it, and records the pauses that responses request. One
/// per provider and process, because handlers are recreated with their connections.
/// </summary>
/// <param name="provider">Name of the provider at the limiter.</param>
/// <param name="budget">The provider's current limits, and the reader of its responses.</param>
/// <param name="meter">Counts granted and denied calls.</param>
/// <param name="clock">Time for waits.</param>
sealed class CallQueue(IRateLimiter limiter, string provider, ICallBudget budget, RateLimitMeter meter, TimeProvider clock) : IDisposable
{
    // Calls of a process pass the limiter one at a time, in order of arrival; only the first waits for its turn there.
    readonly SemaphoreSlim _queue = new(1, 1);

    /// <summary>Makes one call in its turn.</summary>
    /// <exception cref="CallDeniedException">The budgets do not allow the call within its longest wait.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await EnterAsync(cancellationToken);
        var isFirst = budget.IsLearning;
        try
        {
            await AcquireAsync(started, cancellationToken);
            if (isFirst)
            {
                return await CallAsync(call, cancellationToken);
            }
        }
        finally
        {
            _queue.Release();
        }

        return await CallAsync(call, cancellationToken);
    }

    async Task EnterAsync(CancellationToken cancellationToken)
    {
        var maxWait = budget.Current.MaxWait;
        if (_queue.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            return;
        }

        using var patience = new CancellationTokenSource(maxWait, clock);
        using var patienceOrCaller = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _queue.WaitAsync(patienceOrCaller.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Denied(new RateLimitDecision.Denied(maxWait, RateLimitBound.Second));
        }
    }

    // Each attempt is made when it is due, never reserved ahead, so that a pause in a response also applies to waiting calls.
    async Task AcquireAsync(long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = budget.Current;
            var decision = await limiter.AcquireAsync(provider, current with { MaxWait = TimeSpan.Zero }, cancellationToken);
            if (decision is not RateLimitDecision.Denied denied)
            {
                meter.Granted(provider, current);
                return;
            }

            if (clock.GetElapsedTime(started) + denied.RetryAfter > current.MaxWait)
            {
                throw Denied(denied);
            }

            await Task.Delay(denied.RetryAfter, clock, cancellationToken);
        }
    }

    CallDeniedException Denied(RateLimitDecision.Denied denied)
    {
        meter.Denied(provider, budget.Current, denied);
        return new CallDeniedException(denied);
    }

    async Task<HttpResponseMessage> CallAsync(Func<CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        var response = await call(cancellationToken);
        if (budget.Read(response) is { } pause)
        {
            // The pause applies to all instances, even if this caller has canceled.
            meter.Held(provider);
            await limiter.HoldAsync(provider, pause.Duration, pause.IsThrottled, CancellationToken.None);
        }

        return response;
    }

    public void Dispose() => _queue.Dispose();
}

/// <summary>A pause that a response requests.</summary>
/// <param name="Duration">How long no call can succeed.</param>
/// <param name="IsThrottled">True if the call itself was throttled.</param>
readonly record struct RateLimitPause(TimeSpan Duration, bool IsThrottled);

/// <summary>A call was not made: the provider's budgets do not allow it now, or the provider failed too often.</summary>
sealed class CallDeniedException(RateLimitDecision.Denied decision) : Exception($"The call must wait for {decision.RetryAfter}.")
{
    public RateLimitDecision.Denied Decision { get; } = decision;
}
