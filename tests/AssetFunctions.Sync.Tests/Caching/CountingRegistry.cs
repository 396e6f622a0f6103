using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Tests.Caching;

/// <summary>Counts the calls of a registry, and can delay or fail them.</summary>
sealed class CountingRegistry(IAssetRegistry inner) : IAssetRegistry
{
    int _reads;
    int _creates;
    int _updates;
    int _lists;
    int _failuresToCome;

    public int Reads => _reads;

    public int Creates => _creates;

    public int Updates => _updates;

    /// <summary>Queries for held assets.</summary>
    public int Lists => _lists;

    /// <summary>When set, calls wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>When set, records every read, as a database adapter does.</summary>
    public DatabaseMeter? Meter { get; set; }

    public int FailuresToCome
    {
        get => _failuresToCome;
        set => _failuresToCome = value;
    }

    public async Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyCollection<AssetKey> keys, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        Meter?.Record(1);
        await PassAsync(cancellationToken);
        return await inner.ReadAsync(keys, cancellationToken);
    }

    public async Task<IReadOnlyList<AssetWrite>> CreateAsync(string network, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _creates);
        await PassAsync(cancellationToken);
        return await inner.CreateAsync(network, assets, cancellationToken);
    }

    public async Task<IReadOnlyList<AssetWrite>> UpdateAsync(
        string network, IReadOnlyList<AssetUpdate> updates, TimeSpan threshold, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _updates);
        await PassAsync(cancellationToken);
        return await inner.UpdateAsync(network, updates, threshold, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListHeldNetworksAsync(DateTimeOffset heldSince, CancellationToken cancellationToken) =>
        inner.ListHeldNetworksAsync(heldSince, cancellationToken);

    public async Task<AssetPage> ListHeldAsync(HeldAssetsQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        await PassAsync(cancellationToken);
        return await inner.ListHeldAsync(query, cancellationToken);
    }

    async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        if (Interlocked.Decrement(ref _failuresToCome) >= 0)
        {
            throw new TransientStoreException("The registry is down.");
        }
    }
}
