namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// The lifecycle of wallets: registration, schedule, claims and deletion, all stored in the wallet's state. Callers decide on a state they have
/// read; when <see cref="WriteRules"/> no longer allow the change, nothing is written and null is returned. Transient failures throw
/// <see cref="TransientStoreException"/>.
/// </summary>
public interface IWalletDirectory
{
    /// <summary>Reads one page of wallets in a stable order. A page may have fewer wallets than requested, even none.</summary>
    /// <param name="continuation"><see cref="WalletList.Continuation"/> of the previous page, or null for the first page.</param>
    /// <exception cref="InvalidContinuationException">The continuation is not one that this directory issued.</exception>
    Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken);

    /// <summary>Stores a wallet's registration and due time. Creates the wallet if the store does not know it.</summary>
    /// <param name="basis">The state the change is based on, or null when there was none.</param>
    /// <returns>The state after the change, or null when registration or due time have changed since, or the wallet is being deleted.</returns>
    Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a wallet for a run, if no other run is in progress and the wallet is not being deleted. One request, two for an unknown wallet.
    /// </summary>
    /// <returns>The state after the change, or null when the conditions do not hold.</returns>
    Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken);

    /// <summary>Extends a run's claim.</summary>
    /// <returns>Whether it was extended; false when the wallet's claim is not that of the run.</returns>
    Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Withdraws the claim of a run whose request could not be sent. Does nothing when another run has claimed the wallet since.</summary>
    Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken);

    /// <summary>Recreates a deleted wallet. Runs fetched before that moment cannot store anything.</summary>
    /// <param name="revived">The new state, made from the tombstone by <see cref="WalletState.Revived"/>.</param>
    Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken);

    /// <summary>Lists the shards of the directory, which can be paged through independently, as opaque texts.</summary>
    Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken);

    /// <summary>Reads the due wallets of one shard, a page at a time, in no particular order.</summary>
    /// <param name="until">Latest due time (UTC).</param>
    IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Reads the wallets of one shard that were claimed at one instant, a page at a time. Scans every scheduled wallet of the shard.</summary>
    /// <param name="requestedAt"><see cref="WalletClaim.RequestedAt"/> (UTC, millisecond precision).</param>
    IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken);

    /// <summary>Moves due times and claims runs, each where <see cref="WriteRules.MayAdvance"/>. One request per hundred wallets or so.</summary>
    /// <returns>The wallets whose due time this call moved.</returns>
    Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken);

    /// <summary>
    /// Closes a wallet to runs, so that it can be removed. The wallet becomes due after <see cref="RegistrationDefaults.RemovalLate"/>, so that a
    /// lost removal is requested again. An earlier deletion stays as it is. One request.
    /// </summary>
    /// <returns>The state with its deletion, or null for a wallet unknown to the store.</returns>
    Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Removes one batch of a closed wallet's documents. When none is left, the state becomes a tombstone.</summary>
    /// <param name="at">Current time (UTC).</param>
    /// <returns>Progress of the deletion, or null for a wallet that is not being deleted.</returns>
    Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>One page of wallets.</summary>
/// <param name="Entries">Wallets, without deleted ones.</param>
/// <param name="Continuation">Start of the next page, or null on the last page.</param>
public sealed record WalletList(IReadOnlyList<WalletState> Entries, string? Continuation);

/// <summary>Conditions under which a run may claim a wallet.</summary>
/// <param name="Now">Current time (UTC).</param>
/// <param name="StuckBefore">An unfinished run fetched at or before this instant counts as stuck (UTC).</param>
/// <param name="FreshSince">A finished run fetched at or after this instant makes a new one unnecessary (UTC); null forces a new run.</param>
public sealed record ClaimTerms(DateTimeOffset Now, DateTimeOffset StuckBefore, DateTimeOffset? FreshSince);

/// <summary>Moves the due time of one wallet.</summary>
/// <param name="Wallet">Address in canonical form.</param>
/// <param name="DueAt">The due time that was read (UTC).</param>
/// <param name="NextDueAt">The next due time (UTC), or null to take the wallet off the schedule.</param>
/// <param name="Claim">Claim of the run that is requested at the same time, or null for none.</param>
/// <param name="Terms">Conditions for the claim.</param>
public sealed record DueAdvance(string Wallet, DateTimeOffset DueAt, DateTimeOffset? NextDueAt, WalletClaim? Claim = null, ClaimTerms? Terms = null)
{
    /// <summary>Revision of the registration that the advance is based on; null when it depends on none.</summary>
    public int? Revision { get; init; }

    /// <summary>Whether the due time is for the wallet's removal instead of its next run.</summary>
    public bool IsRemoval { get; init; }
}
