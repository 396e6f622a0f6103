using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Transactions;

/// <summary>What is stored of wallets' transactions, for those who show it. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface ITransactionReader
{
    /// <summary>
    /// Reads one page of a wallet's transactions, newest first, together with the state of its history. At most two requests.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <returns>The page, or null for a wallet whose transactions were never fetched.</returns>
    Task<TransactionSlice?> ReadAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken);
}

/// <summary>Which transactions of a wallet are wanted. Null members do not filter.</summary>
public sealed record TransactionFilter
{
    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary>What a transaction did, in lower case, see <see cref="WalletTransaction.Operation"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>An asset that was transferred or approved; what fees are paid in does not count.</summary>
    public AssetKey? Asset { get; init; }

    public TrashFilter Trash { get; init; }

    /// <summary>Place of the last transaction of the page before, or null for the first page.</summary>
    public TransactionPlace? After { get; init; }

    /// <summary>Most transactions of a page, at least 1.</summary>
    public required int PageSize { get; init; }
}

/// <summary>What becomes of transactions that the provider calls trash.</summary>
public enum TrashFilter
{
    Exclude,
    Include,
    Only,
}

/// <summary>Place of a transaction in the order newest first; the id, in descending ordinal order, decides between two of the same instant.</summary>
/// <param name="MinedAt">When it was mined (UTC, millisecond precision).</param>
/// <param name="Id">Its id, see <see cref="TransactionId"/>.</param>
public sealed record TransactionPlace(DateTimeOffset MinedAt, string Id);

/// <summary>Some of a wallet's transactions.</summary>
/// <param name="History">How far the history reaches.</param>
/// <param name="Transactions">The transactions of this page, newest first.</param>
/// <param name="Next">What <see cref="TransactionFilter.After"/> is for the next page, or null on the last one.</param>
public sealed record TransactionSlice(TransactionHistory History, IReadOnlyList<StoredTransaction> Transactions, TransactionPlace? Next);

/// <summary>One stored transaction.</summary>
/// <param name="Id">Its id, see <see cref="TransactionId"/>.</param>
/// <param name="Provider">Provider that reported it.</param>
/// <param name="Row">The transaction; facts of its assets are in the registry alone.</param>
public sealed record StoredTransaction(string Id, string Provider, WalletTransaction Row);
