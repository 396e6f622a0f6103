using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Chaos.Controls;

/// <summary>A wallet store that delegates to another one, except for the part that a control breaks.</summary>
abstract class BrokenWalletStore(IWalletStore inner) : IWalletStore
{
    protected IWalletStore Inner { get; } = inner;

    public Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken) =>
        Inner.TryConfirmAsync(run, mark, finish, cancellationToken);

    public abstract Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken);

    public abstract Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken);

    public Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken) => Inner.FinishAsync(run, finish, cancellationToken);

    public Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken) => Inner.FailAsync(wallet, failure, cancellationToken);

    public Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken) => Inner.FindRunAsync(wallet, runId, cancellationToken);
}
