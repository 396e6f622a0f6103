namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// The lifecycle of wallets: registration, schedule, announced runs, deletion. It is kept in the wallet's state, so one read tells everything
/// and the deletion of a wallet leaves nothing behind. Decisions are made on a state that was read; where <see cref="WriteRules"/> do not allow
/// the change any more, nothing is changed and null is returned. Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface IWalletDirectory
{
    /// <summary>Reads wallets page by page, in an order that does not change; a page may hold fewer than asked for, even none.</summary>
    /// <param name="continuation"><see cref="WalletList.Continuation"/> of the page before, or null for the first one.</param>
    /// <exception cref="InvalidContinuationException">The continuation is none that this directory gave.</exception>
    Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken);

    /// <summary>Stores how a wallet is registered and when it is due. The wallet is created where the store has never seen it.</summary>
    /// <param name="basis">The state the decision was based on, or null where there was none.</param>
    /// <returns>The state after the change, or null when registration or due time have changed since or the wallet is being deleted.</returns>
    Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken);

    /// <summary>
    /// Announces a run, if no other one is on its way and the wallet is not being deleted. One request, two for a wallet the store has never seen.
    /// </summary>
    /// <returns>The state after the change, or null when the conditions do not hold.</returns>
    Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken);

    /// <summary>Lets a run hold others off for longer.</summary>
    /// <returns>Whether it does; false when it is not the run that was announced last.</returns>
    Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Takes an announcement back whose request could not be sent. Does nothing when another run was announced since.</summary>
    Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken);

    /// <summary>Makes a wallet that was deleted a new one. Runs fetched before that moment stay locked out.</summary>
    /// <param name="revived">The new state, made of what is left by <see cref="WalletState.Revived"/>.</param>
    Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken);

    /// <summary>Parts of the directory that can be paged through independently of each other, as opaque texts.</summary>
    Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken);

    /// <summary>Reads the wallets of one shard that are due, a page at a time and in no order.</summary>
    /// <param name="until">Latest due time (UTC).</param>
    IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Reads the wallets of one shard whose run was claimed at one instant, a page at a time. Reads every scheduled wallet of the shard.</summary>
    /// <param name="requestedAt"><see cref="WalletClaim.RequestedAt"/> (UTC, millisecond precision).</param>
    IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken);

    /// <summary>Moves due times, each only if it and the registration are still those that were read and its claim may be made. One request per hundred wallets or so.</summary>
    /// <returns>The wallets whose due time this call moved.</returns>
    Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken);

    /// <summary>
    /// Closes a wallet to runs, so that it can be removed. It is due again when its removal is late, see
    /// <see cref="RegistrationDefaults.RemovalLate"/>. One request.
    /// </summary>
    /// <returns>The state with its deletion, or null for a wallet the store has never seen. A deletion that was asked for before is left as it is.</returns>
    Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Removes some of what is left of a closed wallet, the state last; it then says for a while that the wallet was deleted.</summary>
    /// <param name="at">The present (UTC).</param>
    /// <returns>How the deletion stands, or null for a wallet that is not being deleted.</returns>
    Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Some wallets.</summary>
/// <param name="Entries">Wallets, without those that were deleted.</param>
/// <param name="Continuation">Where the next page begins, or null on the last one.</param>
public sealed record WalletList(IReadOnlyList<WalletState> Entries, string? Continuation);

/// <summary>Under which conditions a run may be announced.</summary>
/// <param name="Now">The present (UTC).</param>
/// <param name="StuckBefore">A run fetched at or before this instant that has not ended counts as stuck (UTC).</param>
/// <param name="FreshSince">A run fetched at or after this instant that has finished makes a new one needless (UTC); null asks for one all the same.</param>
public sealed record ClaimTerms(DateTimeOffset Now, DateTimeOffset StuckBefore, DateTimeOffset? FreshSince);

/// <summary>Moves the due time of one wallet.</summary>
/// <param name="Wallet">Address in canonical form.</param>
/// <param name="DueAt">The due time that was read (UTC).</param>
/// <param name="NextDueAt">The next one (UTC), or null to take the wallet off the schedule.</param>
/// <param name="Claim">The run that is asked for at the same time, or null for none.</param>
/// <param name="Terms">Under which conditions it may be claimed.</param>
public sealed record DueAdvance(string Wallet, DateTimeOffset DueAt, DateTimeOffset? NextDueAt, WalletClaim? Claim = null, ClaimTerms? Terms = null)
{
    /// <summary>Revision of the registration that interval and networks were read from; null where the advance depends on none.</summary>
    public int? Revision { get; init; }

    /// <summary>Whether the due time is that of a wallet's removal instead of its next run.</summary>
    public bool IsRemoval { get; init; }
}
