using System.Buffers;
using System.Text;
using System.Text.Unicode;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A registry in memory, with the history of its prices, that keeps every promise of the ports.</summary>
public sealed partial class InMemoryAssetRegistry(TimeProvider clock) : IAssetRegistry, IPriceHistory
{
    const int BatchLimit = 100;
    const int DocumentBytes = 2_000_000;
    const int NetworkBytes = 2048;

    readonly Lock _gate = new();
    readonly Dictionary<AssetKey, Asset> _assets = [];
    readonly Dictionary<AssetKey, List<PricePoint>> _history = [];

    /// <summary>Everything that is stored, in order of identity.</summary>
    public IReadOnlyList<Asset> Assets
    {
        get
        {
            lock (_gate)
            {
                return [.. _assets.Values.OrderBy(asset => asset.Key)];
            }
        }
    }

    public Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Asset>>([.. keys.Distinct().Where(_assets.ContainsKey).Select(key => _assets[key])]);
        }
    }

    public Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        RequireBatch(network, [.. assets.Select(asset => asset.Key)], nameof(assets));
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AssetWrite>>([.. assets.Select(Create)]);
        }
    }

    public Task<IReadOnlyList<AssetWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken)
    {
        RequireBatch(network, [.. updates.Select(update => update.Key)], nameof(updates));
        if (updates.Any(update => update is { IsRenewal: true, HeldAt: null }))
        {
            throw new ArgumentException("An update must change the price or the facts, or renew when the asset was held.", nameof(updates));
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AssetWrite>>([.. updates.Select(update => Update(update, threshold))]);
        }
    }

    Task<IReadOnlyList<PricePoint>> IPriceHistory.ReadAsync(AssetKey asset, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<PricePoint>>(
                [.. _history.GetValueOrDefault(asset, []).Where(point => point.AsOf >= from && point.AsOf < to)]);
        }
    }

    AssetWrite Create(Asset asset)
    {
        if (RefusalOf(asset) is { } reason)
        {
            return new AssetWrite(asset.Key, AssetWriteStatus.Refused, null, reason);
        }

        if (!_assets.TryAdd(asset.Key, asset))
        {
            return new AssetWrite(asset.Key, AssetWriteStatus.Found, _assets[asset.Key]);
        }

        Record(asset.Key, asset.Price);
        return new AssetWrite(asset.Key, AssetWriteStatus.Created, asset);
    }

    void Record(AssetKey key, AssetPrice? price)
    {
        if (price is { Suspect: null })
        {
            _history.TryAdd(key, []);
            _history[key].Add(new PricePoint(price.AsOf, price.Usd, price.Provider));
        }
    }

    AssetWrite Update(AssetUpdate update, TimeSpan threshold)
    {
        if (!_assets.TryGetValue(update.Key, out var stored))
        {
            return new AssetWrite(update.Key, AssetWriteStatus.Missing, null);
        }

        if (!IsDue(stored, update, threshold))
        {
            return new AssetWrite(update.Key, AssetWriteStatus.Fresh, stored);
        }

        var updated = stored with
        {
            Price = update.Price ?? stored.Price,
            Facts = FactsAfter(stored.Facts, update),
            UpdatedAt = update.IsRenewal ? stored.UpdatedAt : clock.GetUtcNow(),
            HeldAt = update.HeldAt ?? stored.HeldAt,
        };
        _assets[update.Key] = updated;
        Record(update.Key, update.Price);
        return new AssetWrite(update.Key, AssetWriteStatus.Updated, updated);
    }

    // Beside both price and facts a database has no room for a group.
    static AssetFacts FactsAfter(AssetFacts stored, AssetUpdate update)
    {
        var facts = update.Facts is { } reported ? stored.UpdatedBy(reported) with { GroupId = stored.GroupId } : stored;
        return update.GroupId is { } groupId && (update.Price is null || update.Facts is null) ? facts with { GroupId = groupId } : facts;
    }

    static bool IsDue(Asset stored, AssetUpdate update, TimeSpan threshold) => update switch
    {
        { Price: { Suspect: not null } price } => stored.Price?.AsOf == price.AsOf && stored.Price.ObservedAt <= price.ObservedAt - threshold,
        { Price: { } price } => stored.Price is null || stored.Price.ObservedAt <= price.ObservedAt - threshold,
        { IsRenewal: true, HeldAt: { } heldAt } => stored.IsHeldAtDue(heldAt),
        _ => true,
    };

    static string? RefusalOf(Asset asset) =>
        Encoding.UTF8.GetByteCount(asset.Key.Network) > NetworkBytes ? "The name of the network is too long."
        : !IsWellFormed(asset.Key.ContractAddress) ? "The address is not well-formed text."
        : Encoding.UTF8.GetByteCount(asset.Key.ContractAddress + asset.Facts.Name + asset.Facts.Symbol + asset.Facts.IconUrl) > DocumentBytes
            ? "The asset is too large."
            : null;

    static bool IsWellFormed(string text) =>
        Utf8.FromUtf16(text, new byte[Encoding.UTF8.GetMaxByteCount(text.Length)], out _, out _, replaceInvalidSequences: false) == OperationStatus.Done;

    static void RequireBatch(string network, IReadOnlyCollection<AssetKey> keys, string argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, BatchLimit, argument);
        if (keys.Any(key => key.Network != network) || keys.Distinct().Count() != keys.Count)
        {
            throw new ArgumentException($"A batch must have distinct assets of one network, {network}.", argument);
        }
    }
}
