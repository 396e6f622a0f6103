using AssetFunctions.Testing.Faults;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>One delivery, or one request of a caller: counts its calls to stores, queues and provider, and interrupts one of them.</summary>
/// <param name="overtake">Processes so many messages that overtake.</param>
sealed class Activity(int instance, Interruption? interruption, Func<int, Task> overtake) : IDisposable
{
    readonly TaskCompletionSource _death = new();
    readonly CancellationTokenSource _cancellation = new();
    int _calls;
    bool _isOver;

    /// <summary>Number of the instance that does it.</summary>
    public int Instance => instance;

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Completes when the process dies; the work itself then never goes on.</summary>
    public Task Death => _death.Task;

    public bool IsOvertaken => _isOver && interruption is { What: Mishap.IsOvertaken };

    /// <summary>What the provider served.</summary>
    public Fetch? Fetch { get; set; }

    /// <summary>Messages sent.</summary>
    public int Sent { get; set; }

    public async Task PassAsync(FaultMoment moment)
    {
        if (_death.Task.IsCompleted)
        {
            await new TaskCompletionSource().Task;
        }

        _calls += moment == FaultMoment.Before ? 1 : 0;
        if (_isOver || interruption is not { } planned || planned.Call != _calls || planned.Moment != moment)
        {
            return;
        }

        _isOver = true;
        switch (planned.What)
        {
            case Mishap.Throws:
                throw new TransientStoreException($"Call {_calls} fails on purpose.");
            case Mishap.IsCancelled:
                await _cancellation.CancelAsync();
                break;
            case Mishap.Dies:
                _death.SetResult();
                await new TaskCompletionSource().Task;
                break;
            case Mishap.IsOvertaken:
                await overtake(planned.Messages);
                break;
            default:
                throw new InvalidOperationException($"Unknown mishap {planned.What}.");
        }
    }

    public void Dispose() => _cancellation.Dispose();
}
