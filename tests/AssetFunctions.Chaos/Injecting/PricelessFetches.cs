using System.Collections.Concurrent;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>
/// Fetches that got values without prices. They end <c>completed</c>, with the provider's values in place of prices, so a wallet whose last fetch was one
/// of them has not arrived at its end state.
/// </summary>
sealed class PricelessFetches(TimeProvider clock)
{
    readonly ConcurrentDictionary<int, DateTimeOffset> _last = new();

    /// <summary>Notes that the provider sends such a response now.</summary>
    public void Add(int wallet) => _last[wallet] = clock.GetUtcNow();

    /// <summary>Whether the fetch that began at the instant may have got such a response.</summary>
    public bool Includes(int wallet, DateTimeOffset startedAt) => _last.TryGetValue(wallet, out var last) && startedAt <= last;
}
