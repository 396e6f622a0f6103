namespace AssetFunctions.Sync;

/// <summary>Calls that are given up after a time.</summary>
static class TimeLimit
{
    /// <summary>For a call on behalf of a caller of the API who waits: with its other work the response comes within three seconds.</summary>
    public static readonly TimeSpan Interactive = TimeSpan.FromSeconds(2);

    /// <summary>Runs a call and waits for it no longer than the limit, even if it ignores that it is cancelled.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No response within {limit.TotalSeconds:0} s.", ex);
        }
    }
}
