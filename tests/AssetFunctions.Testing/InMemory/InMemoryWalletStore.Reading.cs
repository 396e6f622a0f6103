using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryWalletStore : IWalletReader, IWalletHistory
{
    public Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Partition(wallet).State);
        }
    }

    public Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            return Task.FromResult(partition.State is { } state
                ? new WalletContent(state, [.. partition.Positions.Values.Select(stored => ToWalletPosition(stored.Position, stored.ChangedBy, stored.Since))])
                : null);
        }
    }

    Task<IReadOnlyList<WalletSnapshot>?> IWalletHistory.ReadAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            return Task.FromResult<IReadOnlyList<WalletSnapshot>?>(partition.State is not { Deletion: null } ? null : [.. partition.Snapshots
                .Where(entry => entry.Key.Granularity == granularity
                    && entry.Key.Period >= granularity.StartOf(from) && entry.Key.Period < granularity.EndOf(to))
                .Select(entry => entry.Value)]);
        }
    }

    static WalletPosition ToWalletPosition(Position position, SyncRun run, DateTimeOffset since) => new()
    {
        Id = position.Id,
        Asset = position.Row.Asset,
        Type = position.Row.Type,
        Protocol = position.Row.Protocol,
        GroupId = position.Row.GroupId,
        PoolAddress = position.Row.PoolAddress,
        Name = position.Row.Name,
        RawAmount = position.Row.RawAmount,
        Decimals = position.Row.Decimals,
        Scale = position.Row.Scale,
        ValueUsd = position.Row.ValueUsd,
        Provider = run.Provider,
        ChangedAt = run.StartedAt,
        Since = since,
    };
}
