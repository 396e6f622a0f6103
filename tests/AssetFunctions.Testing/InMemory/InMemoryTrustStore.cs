using System.Globalization;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.InMemory;

/// <summary>Overrides and price checks in memory, with every promise of the port. Versions are numbers of writes.</summary>
public sealed class InMemoryTrustStore : ITrustStore
{
    readonly Lock _gate = new();
    readonly Dictionary<AssetKey, (AssetOverride? Value, long Version)> _overrides = [];
    readonly Dictionary<AssetKey, (PriceConfirmation Check, long Version)> _confirmations = [];
    long _writes;

    public Task<TrustChanges> ListAsync(string? since, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var seen = since is null ? 0 : long.Parse(since, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            return Task.FromResult(new TrustChanges(
                _overrides.Where(entry => entry.Value.Version > seen).ToDictionary(entry => entry.Key, entry => entry.Value.Value),
                _confirmations.Where(entry => entry.Value.Version > seen).ToDictionary(entry => entry.Key, entry => entry.Value.Check),
                TextOf(_writes)));
        }
    }

    public Task<StoredOverride?> FindOverrideAsync(AssetKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Stored(key) is { Value: not null } stored ? stored : null);
        }
    }

    public Task<StoredOverride?> SetOverrideAsync(AssetKey key, AssetOverride? value, OverrideCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var stored = Stored(key);
            if (condition.MustBeAbsent ? stored?.Value is not null : condition.Version is { } version && version != stored?.Version)
            {
                return Task.FromResult<StoredOverride?>(null);
            }

            _overrides[key] = (value, ++_writes);
            return Task.FromResult(Stored(key));
        }
    }

    public Task SetConfirmationsAsync(IReadOnlyDictionary<AssetKey, PriceConfirmation> checks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var (key, check) in checks)
            {
                _confirmations[key] = (check, ++_writes);
            }
        }

        return Task.CompletedTask;
    }

    StoredOverride? Stored(AssetKey key) => _overrides.TryGetValue(key, out var entry) ? new StoredOverride(entry.Value, TextOf(entry.Version)) : null;

    static string TextOf(long version) => version.ToString(CultureInfo.InvariantCulture);
}
