using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>A store of wallets that passes everything on.</summary>
abstract class WalletStoreDecorator(IWalletStore inner) : IWalletStore
{
    public virtual Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken) =>
        inner.TryConfirmAsync(run, mark, finish, cancellationToken);

    public Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken) =>
        inner.ReadRangeAsync(wallet, range, expected, cancellationToken);

    public virtual Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

    public virtual Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken) => inner.FinishAsync(run, finish, cancellationToken);

    public virtual Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken) => inner.FailAsync(wallet, failure, cancellationToken);

    public Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken) => inner.FindRunAsync(wallet, runId, cancellationToken);
}

/// <summary>A directory that passes everything on.</summary>
abstract class WalletDirectoryDecorator(IWalletDirectory inner) : IWalletDirectory
{
    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken) => inner.ListAsync(pageSize, continuation, cancellationToken);

    public virtual Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken) =>
        inner.TryRegisterAsync(wallet, registration, dueAt, basis, cancellationToken);

    public virtual Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
        inner.TryClaimAsync(wallet, claim, terms, cancellationToken);

    public virtual Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.ExtendAsync(wallet, runId, expiresAt, cancellationToken);

    public virtual Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken) => inner.WithdrawAsync(wallet, runId, cancellationToken);

    public virtual Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken) => inner.TryReviveAsync(revived, cancellationToken);

    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken) => inner.FindShardsAsync(cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.FindDueAsync(shard, until, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        inner.FindClaimedAsync(shard, requestedAt, cancellationToken);

    public virtual Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken) =>
        inner.AdvanceAsync(advances, cancellationToken);

    public virtual Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) => inner.CloseAsync(wallet, at, cancellationToken);

    public virtual Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.RemoveSomeAsync(wallet, at, cancellationToken);
}
