using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Transactions;

/// <summary>Reads stored transactions for display. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface ITransactionReader
{
    /// <summary>
    /// Reads one page of a wallet's transactions, newest first, with the state of its history. At most two requests.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <returns>The page, or null for a wallet whose transactions were never fetched.</returns>
    Task<TransactionSlice?> ReadAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken);
}

/// <summary>Selects transactions of a wallet. Null members do not filter.</summary>
public sealed record TransactionFilter
{
    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary>Operation in lower case, see <see cref="WalletTransaction.Operation"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>Asset that was transferred or approved; the asset that paid the fee does not count.</summary>
    public AssetKey? Asset { get; init; }

    public TrashFilter Trash { get; init; }

    /// <summary>Place of the last transaction on the previous page, or null for the first page.</summary>
    public TransactionPlace? After { get; init; }

    /// <summary>Maximum number of transactions per page, at least 1.</summary>
    public required int PageSize { get; init; }
}

/// <summary>How to treat transactions that the provider marks as trash.</summary>
public enum TrashFilter
{
    Exclude,
    Include,
    Only,
}

/// <summary>Place of a transaction in a list, newest first. Transactions of the same instant are in descending ordinal order of their ids.</summary>
/// <param name="MinedAt">Time of mining (UTC, millisecond precision).</param>
/// <param name="Id">Transaction id, see <see cref="TransactionId"/>.</param>
public sealed record TransactionPlace(DateTimeOffset MinedAt, string Id);

/// <summary>One page of a wallet's transactions.</summary>
/// <param name="History">State of the history.</param>
/// <param name="Transactions">Transactions on this page, newest first.</param>
/// <param name="Next">Value of <see cref="TransactionFilter.After"/> for the next page, or null on the last page.</param>
public sealed record TransactionSlice(TransactionHistory History, IReadOnlyList<StoredTransaction> Transactions, TransactionPlace? Next);

/// <summary>One stored transaction.</summary>
/// <param name="Id">Transaction id, see <see cref="TransactionId"/>.</param>
/// <param name="Provider">Provider that reported it.</param>
/// <param name="Row">The transaction. Facts about its assets are only in the registry.</param>
public sealed record StoredTransaction(string Id, string Provider, WalletTransaction Row);
