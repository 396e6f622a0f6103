using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of wallet transactions.</summary>
public interface ITransactionProvider
{
    /// <summary>Name of the provider as it appears in runs, prices and logs, e.g. <c>zerion</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches one page of a wallet's transactions, newest first. Transient failures throw <see cref="ProviderException"/>; every
    /// deliberate response of a provider is a <see cref="ProviderResult"/>.
    /// </summary>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="TransactionPage"/>, or why there is none.</returns>
    Task<ProviderResult> FetchTransactionsAsync(TransactionQuery query, CancellationToken cancellationToken);
}

/// <summary>Selects a page of transactions.</summary>
/// <param name="Wallet">Wallet address in canonical form.</param>
/// <param name="From">Only transactions mined at or after this instant (UTC, millisecond precision), or null for all.</param>
/// <param name="To">Only transactions mined at or before this instant (UTC, millisecond precision), or null for all.</param>
/// <param name="Cursor">
/// <see cref="TransactionPage.Next"/> of the previous page, or null for the first. It carries the bounds of the first page; a cursor of another
/// provider is refused.
/// </param>
public sealed record TransactionQuery(string Wallet, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Cursor = null);

/// <summary>One page of transactions, with a record of what was left out.</summary>
public sealed record TransactionPage
{
    /// <summary>Name of the provider that served it.</summary>
    public required string Provider { get; init; }

    /// <summary>The transactions in the provider's order: usually newest first, but not guaranteed.</summary>
    public required IReadOnlyList<WalletTransaction> Rows { get; init; }

    /// <summary>Skipped rows by reason. Kept and skipped rows add up to everything on the page.</summary>
    public required IReadOnlyDictionary<SkipReason, int> Skipped { get; init; }

    /// <summary>Ids of unreadable transactions with a readable id. Transactions stored for them must not be removed.</summary>
    public IReadOnlyList<string> UnreadableRefs { get; init; } = [];

    /// <summary>Opaque cursor of the next page, at most 4,096 characters; null on the last page and on a page cut before its cursor.</summary>
    public string? Next { get; init; }

    /// <summary>Why the page lacks transactions (byte cap, cut stream, invalid next link), or null when it is complete.</summary>
    public string? IncompleteReason { get; init; }
}
