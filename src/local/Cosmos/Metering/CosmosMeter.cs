using System.Collections.Immutable;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>Counts every request that reaches the server, and its request units. Thread-safe.</summary>
public sealed class CosmosMeter
{
    readonly Lock _counting = new();
    readonly Dictionary<MeterKey, MeterCount> _counts = [];

    /// <summary>The counts so far.</summary>
    public MeterSnapshot Snapshot()
    {
        lock (_counting)
        {
            return new MeterSnapshot(_counts.ToImmutableDictionary(
                entry => entry.Key,
                entry => entry.Value with { RequestUnits = Math.Round(entry.Value.RequestUnits, 2) }));
        }
    }

    /// <summary>Sets all counts to zero.</summary>
    public void Reset()
    {
        lock (_counting)
        {
            _counts.Clear();
        }
    }

    internal void Count(MeterKey key, double requestUnits, int requests = 1)
    {
        lock (_counting)
        {
            var count = _counts.GetValueOrDefault(key);
            _counts[key] = new MeterCount(count.Requests + requests, count.RequestUnits + requestUnits);
        }
    }
}
