using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.Faults;

/// <summary>A wallet store whose calls fail as planned.</summary>
public sealed class FaultyWalletStore(IWalletStore inner, StoreFaults faults) : IWalletStore
{
    public Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(TryConfirmAsync), () => inner.TryConfirmAsync(run, mark, finish, cancellationToken));

    public Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ReadRangeAsync), () => inner.ReadRangeAsync(wallet, range, expected, cancellationToken));

    public Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(CommitAsync), () => inner.CommitAsync(commit, cancellationToken));

    public Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FinishAsync), () => inner.FinishAsync(run, finish, cancellationToken));

    public Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FailAsync), async () =>
        {
            await inner.FailAsync(wallet, failure, cancellationToken);
            return true;
        });

    public Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindRunAsync), () => inner.FindRunAsync(wallet, runId, cancellationToken));
}
