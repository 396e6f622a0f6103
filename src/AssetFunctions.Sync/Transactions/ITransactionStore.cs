namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Transactions and the state of their history. Everything of one wallet lives in one partition, so a page and the progress it makes commit
/// together. Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface ITransactionStore
{
    /// <summary>Reads the state of a wallet's history, or null for a wallet whose transactions were never fetched. One request.</summary>
    Task<StoredHistory?> FindHistoryAsync(string wallet, CancellationToken cancellationToken);

    /// <summary>Reads what is stored of certain transactions and of all that were mined inside a window. One request per page of the database.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="ids">Ids, see <see cref="TransactionId"/>.</param>
    /// <param name="window">The window, or null for the ids alone.</param>
    Task<IReadOnlyList<StoredMark>> ReadMarksAsync(
        string wallet, IReadOnlyCollection<string> ids, MinedWindow? window, CancellationToken cancellationToken);

    /// <summary>
    /// Commits changed transactions and the history's next state in one transactional batch (in several when they exceed its bounds; the next
    /// state is in the last, the others leave the history as it was opened). Nothing is written when the stored state is another one than the
    /// commit is based on, nor when the wallet was deleted after the run of the commit began.
    /// </summary>
    /// <returns>Whether it was committed; otherwise the caller must read the history again and decide anew.</returns>
    Task<bool> CommitAsync(TransactionCommit commit, CancellationToken cancellationToken);
}

/// <summary>The stored state of a history.</summary>
/// <param name="History">The state.</param>
/// <param name="Version">Changes with every commit; opaque.</param>
public sealed record StoredHistory(TransactionHistory History, string Version);

/// <summary>A stretch of time with both ends.</summary>
/// <param name="From">First instant of it (UTC).</param>
/// <param name="To">Last instant of it (UTC).</param>
public readonly record struct MinedWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>What the comparison with a page needs to know of a stored transaction.</summary>
/// <param name="Id">Its id, see <see cref="TransactionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of the stored content; empty for a dropped one, so that it is written when it comes back.</param>
public sealed record StoredMark(string Id, string Fingerprint)
{
    public bool IsDropped => Fingerprint.Length == 0;
}

/// <summary>One step of a run: a page's worth of changes, or only the end of it.</summary>
public sealed record TransactionCommit
{
    /// <summary>Wallet address in canonical form.</summary>
    public required string Wallet { get; init; }

    /// <summary>Version of the state the decision was based on; null when the wallet has none yet.</summary>
    public required string? Version { get; init; }

    /// <summary>The state before the step: what was read, or what it becomes for a run that has just begun.</summary>
    public required TransactionHistory Opened { get; init; }

    /// <summary>The state after the step. <see cref="TransactionHistory.Stored"/> is counted by the store.</summary>
    public required TransactionHistory Next { get; init; }

    /// <summary>Name of the provider, for <see cref="Writes"/>.</summary>
    public string Provider { get; init; } = string.Empty;

    /// <summary>Transactions that are new or differ from what is stored.</summary>
    public IReadOnlyList<TransactionWrite> Writes { get; init; } = [];

    /// <summary>Ids of stored transactions that the provider no longer knows. They stay with the status <see cref="TransactionStatuses.Dropped"/>.</summary>
    public IReadOnlyList<string> Drops { get; init; } = [];
}

/// <summary>One transaction to store.</summary>
/// <param name="Id">Its id, see <see cref="TransactionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of its content.</param>
/// <param name="Row">The transaction.</param>
/// <param name="IsNew">Whether nothing is stored under the id yet.</param>
public sealed record TransactionWrite(string Id, string Fingerprint, WalletTransaction Row, bool IsNew);

/// <summary>Statuses of a transaction with a meaning to us. Providers have more.</summary>
public static class TransactionStatuses
{
    /// <summary>The provider showed it once and no longer does: its block was reorganized away.</summary>
    public const string Dropped = "dropped";
}
