namespace AssetFunctions.Sync.Telemetry;

/// <summary>
/// Carries usage that is not reported yet to the next delivery of the same run in this process: that of a delivery that failed, and the charge of
/// a batch, which the mark that it stores cannot hold. What is left when a run ends elsewhere is forgotten; the bound keeps abandoned runs from
/// piling up.
/// </summary>
public sealed class UnreportedUsage
{
    const int MaxRuns = 10_000;

    readonly Dictionary<string, DatabaseUsage> _byOwner = new(StringComparer.Ordinal);
    readonly Queue<string> _order = new();
    readonly Lock _gate = new();

    /// <param name="owner">The run, or a delivery of it that must get the usage back itself.</param>
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
