using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Assets;

/// <summary>A trust store whose reads are recorded, and can be delayed or fail.</summary>
sealed class ScriptedTrustStore : ITrustStore
{
    readonly Lock _gate = new();
    readonly List<string?> _reads = [];

    public ITrustStore Inner { get; set; } = new InMemoryTrustStore();

    /// <summary>When set, reads return what was stored when they started, but only once it completes.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>When set, reads throw it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>When set, records every read, as a database adapter does.</summary>
    public DatabaseMeter? Meter { get; set; }

    /// <summary>The positions from which reads started, null for a complete one.</summary>
    public IReadOnlyList<string?> Reads
    {
        get
        {
            lock (_gate)
            {
                return [.. _reads];
            }
        }
    }

    public async Task<TrustChanges> ListAsync(string? since, CancellationToken cancellationToken)
    {
        var changes = await Inner.ListAsync(since, cancellationToken);
        Meter?.Record(1);
        lock (_gate)
        {
            _reads.Add(since);
        }

        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return Failure is { } failure ? throw failure : changes;
    }

    public Task<StoredOverride?> FindOverrideAsync(AssetKey key, CancellationToken cancellationToken) => Inner.FindOverrideAsync(key, cancellationToken);

    public Task<StoredOverride?> SetOverrideAsync(AssetKey key, AssetOverride? value, OverrideCondition condition, CancellationToken cancellationToken) =>
        Inner.SetOverrideAsync(key, value, condition, cancellationToken);

    public Task SetConfirmationsAsync(IReadOnlyDictionary<AssetKey, PriceConfirmation> checks, CancellationToken cancellationToken) =>
        Inner.SetConfirmationsAsync(checks, cancellationToken);
}
