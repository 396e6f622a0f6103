namespace AssetFunctions.Sync.Telemetry;

/// <summary>
/// Usage not yet included in any checkpoint, carried to later deliveries in this process: the charge of a batch goes to the run's next chunk, and the
/// usage of a failed delivery to the next one of its message if the message could not be changed. What is left when a run ends elsewhere is dropped.
/// </summary>
public sealed class UnreportedUsage
{
    const int MaxRuns = 10_000;

    readonly Dictionary<string, DatabaseUsage> _byOwner = new(StringComparer.Ordinal);
    readonly Queue<string> _order = new();
    readonly Lock _gate = new();

    /// <param name="owner">The attempt of a run, or the id of a message.</param>
    public DatabaseUsage Take(string owner)
    {
        lock (_gate)
        {
            return _byOwner.Remove(owner, out var usage) ? usage : default;
        }
    }

    public void Add(string owner, DatabaseUsage usage)
    {
        if (usage == default)
        {
            return;
        }

        lock (_gate)
        {
            if (!_byOwner.TryAdd(owner, usage))
            {
                _byOwner[owner] += usage;
                return;
            }

            _order.Enqueue(owner);
            while (_order.Count > MaxRuns)
            {
                _byOwner.Remove(_order.Dequeue());
            }
        }
    }
}
