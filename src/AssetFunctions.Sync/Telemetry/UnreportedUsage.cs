namespace AssetFunctions.Sync.Telemetry;

/// <summary>
/// Carries usage to later deliveries in this process: what a batch turned out to cost, which the mark that it stores cannot hold, to the next chunk of
/// the run; and what a failed delivery used to the next delivery of the message, in case the message itself could not take it there. What is left when a
/// run ends elsewhere is forgotten; the bound keeps abandoned runs from piling up.
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
