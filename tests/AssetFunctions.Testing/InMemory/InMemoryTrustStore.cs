using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Testing.InMemory;

/// <summary>Overrides and price checks in memory.</summary>
public sealed class InMemoryTrustStore : ITrustStore
{
    readonly Lock _gate = new();
    readonly Dictionary<AssetKey, PriceConfirmation> _checks = [];

    public Task<TrustChanges> ListAsync(string? since, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(new TrustChanges(new Dictionary<AssetKey, AssetOverride?>(), new Dictionary<AssetKey, PriceConfirmation>(_checks), "1"));
        }
    }

    public Task<StoredOverride?> FindOverrideAsync(AssetKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredOverride?> SetOverrideAsync(AssetKey key, AssetOverride? value, OverrideCondition condition, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetConfirmationsAsync(IReadOnlyDictionary<AssetKey, PriceConfirmation> checks, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var (key, check) in checks)
            {
                _checks[key] = check;
            }
        }

        return Task.CompletedTask;
    }
}
