namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Stores transactions and the state of their history. A wallet's data is in one partition, so a page and its progress commit together.
/// Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface ITransactionStore
{
    /// <summary>Reads the state of a wallet's history, or null for a wallet whose transactions were never fetched. One request.</summary>
    Task<StoredHistory?> FindHistoryAsync(string wallet, CancellationToken cancellationToken);

    /// <summary>Reads the marks of transactions with the given ids and of all mined inside a window. One request per database page.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="ids">Transaction ids, see <see cref="TransactionId"/>.</param>
    /// <param name="window">The window, or null for the ids only.</param>
    Task<IReadOnlyList<StoredMark>> ReadMarksAsync(
        string wallet, IReadOnlyCollection<string> ids, MinedWindow? window, CancellationToken cancellationToken);

    /// <summary>
    /// Commits changed transactions and the history's next state in one transactional batch, or in several when they exceed its limits: then the
    /// last batch contains the next state, and the others leave the history as it was opened. Writes nothing when the stored state is no longer
    /// the one the commit is based on, or when the wallet was deleted after the run began.
    /// </summary>
    /// <returns>Whether it was committed; if not, the caller must read the history again and recompute the commit.</returns>
    Task<bool> CommitAsync(TransactionCommit commit, CancellationToken cancellationToken);
}

/// <summary>The stored state of a history.</summary>
/// <param name="History">The state.</param>
/// <param name="Version">Changes with every commit; opaque.</param>
public sealed record StoredHistory(TransactionHistory History, string Version);

/// <summary>A closed time interval.</summary>
/// <param name="From">First instant (UTC), inclusive.</param>
/// <param name="To">Last instant (UTC), inclusive.</param>
public readonly record struct MinedWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>Id and fingerprint of a stored transaction, for comparison with a page.</summary>
/// <param name="Id">Transaction id, see <see cref="TransactionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of the stored content; empty for a dropped transaction, so that it is written when it reappears.</param>
public sealed record StoredMark(string Id, string Fingerprint)
{
    public bool IsDropped => Fingerprint.Length == 0;
}

/// <summary>One commit of a run: the changes of a page, or only the end of the run.</summary>
public sealed record TransactionCommit
{
    /// <summary>Wallet address in canonical form.</summary>
    public required string Wallet { get; init; }

    /// <summary>Version of the state the commit is based on; null when none is stored yet.</summary>
    public required string? Version { get; init; }

    /// <summary>The state before the commit: as read, or as initialized for a new run.</summary>
    public required TransactionHistory Opened { get; init; }

    /// <summary>The state after the commit. The store computes <see cref="TransactionHistory.Stored"/>.</summary>
    public required TransactionHistory Next { get; init; }

    /// <summary>Name of the provider, for <see cref="Writes"/>.</summary>
    public string Provider { get; init; } = string.Empty;

    /// <summary>Transactions that are new or differ from what is stored.</summary>
    public IReadOnlyList<TransactionWrite> Writes { get; init; } = [];

    /// <summary>Ids of stored transactions that the provider no longer reports. They stay stored as <see cref="TransactionStatuses.Dropped"/>.</summary>
    public IReadOnlyList<string> Drops { get; init; } = [];
}

/// <summary>One transaction to store.</summary>
/// <param name="Id">Transaction id, see <see cref="TransactionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of its content.</param>
/// <param name="Row">The transaction.</param>
/// <param name="IsNew">Whether nothing is stored under the id yet.</param>
public sealed record TransactionWrite(string Id, string Fingerprint, WalletTransaction Row, bool IsNew);

/// <summary>Transaction statuses that this code sets. Providers report more.</summary>
public static class TransactionStatuses
{
    /// <summary>The provider no longer reports the transaction, because its block was reorganized away.</summary>
    public const string Dropped = "dropped";
}
