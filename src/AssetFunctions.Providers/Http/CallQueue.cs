using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>
/// The queue of the calls to one provider: lets a call out only when the provider's budgets allow it, and records with the limiter what the response
/// says about the calls to come. There is one per provider and process, because handlers come and go with their connections.
/// </summary>
/// <param name="provider">Name under which the limiter knows the provider.</param>
/// <param name="budget">What the provider allows at the moment, and how its answers are read.</param>
/// <param name="meter">Counts what became of every call.</param>
/// <param name="clock">Time for waiting.</param>
sealed class CallQueue(IRateLimiter limiter, string provider, ICallBudget budget, RateLimitMeter meter, TimeProvider clock) : IDisposable
{
    // The calls of a process ask the limiter one after the other, in the order they came, and the first of them waits for the next turn.
    readonly SemaphoreSlim _queue = new(1, 1);

    /// <summary>Makes one call when its turn has come.</summary>
    /// <exception cref="CallDeniedException">The budgets do not allow the call within the time it may wait.</exception>
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

    // A turn is taken when it has come and never ahead of time, so that what an answer says on the way counts for everybody who waits.
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
            // What the provider said holds for everybody, even if this caller has lost interest.
            meter.Held(provider);
            await limiter.HoldAsync(provider, pause.Duration, pause.IsThrottled, CancellationToken.None);
        }

        return response;
    }

    public void Dispose() => _queue.Dispose();
}

/// <summary>What an answer says about the calls to come.</summary>
/// <param name="Duration">How long no call can succeed.</param>
/// <param name="IsThrottled">Whether the call itself was throttled.</param>
readonly record struct RateLimitPause(TimeSpan Duration, bool IsThrottled);

/// <summary>A call that was not made because the provider's budgets do not allow it now, or because the provider fails too often.</summary>
sealed class CallDeniedException(RateLimitDecision.Denied decision) : Exception($"The call must wait for {decision.RetryAfter}.")
{
    public RateLimitDecision.Denied Decision { get; } = decision;
}
