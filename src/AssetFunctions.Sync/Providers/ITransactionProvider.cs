using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Providers;

/// <summary>A provider of wallet transactions.</summary>
public interface ITransactionProvider
{
    /// <summary>Name of the provider as it appears in runs, prices and logs, e.g. <c>zerion</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Fetches one page of a wallet's transactions, newest first. Transient failures throw <see cref="ProviderException"/>; everything a
    /// provider tells us on purpose is a named answer.
    /// </summary>
    /// <returns><see cref="ProviderResult.Served{T}"/> of a <see cref="TransactionPage"/>, or why there is none.</returns>
    Task<ProviderResult> FetchTransactionsAsync(TransactionQuery query, CancellationToken cancellationToken);
}

/// <summary>Which page of transactions is wanted.</summary>
/// <param name="Wallet">Wallet address in canonical form.</param>
/// <param name="From">Only transactions mined at or after this instant (UTC, millisecond precision), or null for all.</param>
/// <param name="To">Only transactions mined at or before this instant (UTC, millisecond precision), or null for all.</param>
/// <param name="Cursor">
/// What the page before named as <see cref="TransactionPage.Next"/>, or null for the first page. It holds the bounds of the first page; a
/// cursor of another provider is refused.
/// </param>
public sealed record TransactionQuery(string Wallet, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Cursor = null);

/// <summary>One page of transactions with an account of what was left out.</summary>
public sealed record TransactionPage
{
    /// <summary>Name of the provider that served it.</summary>
    public required string Provider { get; init; }

    /// <summary>The transactions in the order the provider sent them; it promises none, though newest first is usual.</summary>
    public required IReadOnlyList<WalletTransaction> Rows { get; init; }

    /// <summary>Rows left out, by reason. Rows kept plus rows skipped is everything the page held.</summary>
    public required IReadOnlyDictionary<SkipReason, int> Skipped { get; init; }

    /// <summary>
    /// Ids of transactions that could not be read although their id could: what is stored for them must not be taken for gone.
    /// </summary>
    public IReadOnlyList<string> UnreadableRefs { get; init; } = [];

    /// <summary>What asks for the next page, opaque and at most 4,096 characters, or null on the last one and where a page that is not complete did not come to tell it.</summary>
    public string? Next { get; init; }

    /// <summary>Why the page lacks transactions (byte cap, cut stream, a link that leads astray), or null when it is complete.</summary>
    public string? IncompleteReason { get; init; }
}
