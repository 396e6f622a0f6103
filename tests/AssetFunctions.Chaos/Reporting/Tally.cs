using System.Collections.Concurrent;

namespace AssetFunctions.Chaos.Reporting;

/// <summary>Counts by name. Thread-safe.</summary>
sealed class Tally
{
    readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string name, int count = 1) => _counts.AddOrUpdate(name, count, (_, before) => before + count);

    public void Add(Enum name, int count = 1) => Add(name.ToString(), count);

    public int this[string name] => _counts.GetValueOrDefault(name);
}
