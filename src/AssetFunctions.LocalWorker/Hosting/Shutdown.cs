namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>The two steps of stopping: first nothing new is begun, then what still runs is cancelled.</summary>
sealed class Shutdown : IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly CancellationTokenSource _aborting = new();

    public Shutdown()
    {
        Stopping = _stopping.Token;
        Aborting = _aborting.Token;
    }

    /// <summary>No message, occurrence or request is begun any more; what runs goes on.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The drain period is over; running functions are cancelled.</summary>
    public CancellationToken Aborting { get; }

    public Task StopAsync() => _stopping.CancelAsync();

    public Task AbortAsync() => _aborting.CancelAsync();

    public void Dispose()
    {
        _stopping.Dispose();
        _aborting.Dispose();
    }
}
