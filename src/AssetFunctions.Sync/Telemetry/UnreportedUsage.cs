namespace AssetFunctions.Sync.Telemetry;

/// <summary>
/// Carries the cost of a chunk's last request to the next chunk of the same run in this process: a mark cannot tell the charge of the batch
/// that stores it. What is left when a run ends elsewhere is forgotten; the bound keeps abandoned runs from piling up.
/// </summary>
public sealed class UnreportedUsage
{
    const int MaxRuns = 10_000;

    readonly Dictionary<string, DatabaseUsage> _byAttempt = new(StringComparer.Ordinal);
    readonly Queue<string> _order = new();
    readonly Lock _gate = new();

    public DatabaseUsage Take(string attempt)
    {
        lock (_gate)
        {
            return _byAttempt.Remove(attempt, out var usage) ? usage : default;
        }
    }

    public void Add(string attempt, DatabaseUsage usage)
    {
        lock (_gate)
        {
            if (!_byAttempt.TryAdd(attempt, usage))
            {
                _byAttempt[attempt] += usage;
                return;
            }

            _order.Enqueue(attempt);
            while (_order.Count > MaxRuns)
            {
                _byAttempt.Remove(_order.Dequeue());
            }
        }
    }
}
