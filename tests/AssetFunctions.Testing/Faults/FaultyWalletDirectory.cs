using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.Faults;

/// <summary>A wallet directory whose calls fail as planned. Reads that come in pages do not fail.</summary>
public sealed class FaultyWalletDirectory(IWalletDirectory inner, StoreFaults faults) : IWalletDirectory
{
    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ListAsync), () => inner.ListAsync(pageSize, continuation, cancellationToken));

    public Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(TryRegisterAsync), () => inner.TryRegisterAsync(wallet, registration, dueAt, basis, cancellationToken));

    public Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(TryClaimAsync), () => inner.TryClaimAsync(wallet, claim, terms, cancellationToken));

    public Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ExtendAsync), () => inner.ExtendAsync(wallet, runId, expiresAt, cancellationToken));

    public Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken) => faults.RunAsync(
        nameof(WithdrawAsync),
        async () =>
        {
            await inner.WithdrawAsync(wallet, runId, cancellationToken);
            return true;
        });

    public Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(TryReviveAsync), () => inner.TryReviveAsync(revived, cancellationToken));

    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindShardsAsync), () => inner.FindShardsAsync(cancellationToken));

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.FindDueAsync(shard, until, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        inner.FindClaimedAsync(shard, requestedAt, cancellationToken);

    public Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(AdvanceAsync), () => inner.AdvanceAsync(advances, cancellationToken));

    public Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(CloseAsync), () => inner.CloseAsync(wallet, at, cancellationToken));

    public Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(RemoveSomeAsync), () => inner.RemoveSomeAsync(wallet, at, cancellationToken));
}
