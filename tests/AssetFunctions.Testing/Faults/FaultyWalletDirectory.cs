using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.Faults;

/// <summary>A wallet directory whose calls fail as planned. Reads that come in pages do not fail.</summary>
public sealed class FaultyWalletDirectory(IWalletDirectory inner, StoreFaults faults) : IWalletDirectory
{
    public Task<WalletEntry?> FindAsync(string wallet, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindAsync), () => inner.FindAsync(wallet, cancellationToken));

    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ListAsync), () => inner.ListAsync(pageSize, continuation, cancellationToken));

    public Task<WalletEntry?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletEntry? basis, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(TryRegisterAsync), () => inner.TryRegisterAsync(wallet, registration, dueAt, basis, cancellationToken));

    public Task<WalletEntry?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
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

    public Task<WalletEntry?> TryReviveAsync(WalletEntry tombstone, WalletLife life, DateTimeOffset at, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(TryReviveAsync), () => inner.TryReviveAsync(tombstone, life, at, cancellationToken));

    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindShardsAsync), () => inner.FindShardsAsync(cancellationToken));

    public IAsyncEnumerable<IReadOnlyList<WalletEntry>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.FindDueAsync(shard, until, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletEntry>> FindClaimedAsync(string shard, DateTimeOffset askedAt, CancellationToken cancellationToken) =>
        inner.FindClaimedAsync(shard, askedAt, cancellationToken);

    public Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(AdvanceAsync), () => inner.AdvanceAsync(advances, cancellationToken));

    public Task<WalletEntry?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(CloseAsync), () => inner.CloseAsync(wallet, at, cancellationToken));

    public Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(RemoveSomeAsync), () => inner.RemoveSomeAsync(wallet, at, cancellationToken));
}
