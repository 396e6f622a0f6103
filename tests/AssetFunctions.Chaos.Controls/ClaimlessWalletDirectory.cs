using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Chaos.Controls;

/// <summary>Announces a run although another one is in progress: it lacks the claim.</summary>
sealed class ClaimlessWalletDirectory(IWalletDirectory inner) : IWalletDirectory
{
    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken) => inner.ListAsync(pageSize, continuation, cancellationToken);

    public Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken) =>
        inner.TryRegisterAsync(wallet, registration, dueAt, basis, cancellationToken);

    public Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
        inner.TryClaimAsync(wallet, claim, new ClaimTerms(terms.Now.AddYears(1), terms.Now.AddYears(1), FreshSince: null), cancellationToken);

    public Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.ExtendAsync(wallet, runId, expiresAt, cancellationToken);

    public Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken) => inner.WithdrawAsync(wallet, runId, cancellationToken);

    public Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken) => inner.TryReviveAsync(revived, cancellationToken);

    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken) => inner.FindShardsAsync(cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.FindDueAsync(shard, until, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        inner.FindClaimedAsync(shard, requestedAt, cancellationToken);

    public Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken) =>
        inner.AdvanceAsync(advances, cancellationToken);

    public Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) => inner.CloseAsync(wallet, at, cancellationToken);

    public Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) => inner.RemoveSomeAsync(wallet, at, cancellationToken);
}
