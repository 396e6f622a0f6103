using System.Numerics;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// One transaction from a wallet's point of view, validated and in canonical form. Its identity is the wallet, the network and the provider's
/// id: two tracked wallets in the same transaction each have their own.
/// </summary>
public sealed record WalletTransaction
{
    /// <summary>The provider's id of the transaction; opaque.</summary>
    public required string ProviderRef { get; init; }

    /// <summary>Network slug in lower case; an unknown network keeps the provider's slug.</summary>
    public required string Network { get; init; }

    /// <summary>Hash of the transaction on its network. The same hash can occur on two networks.</summary>
    public required string Hash { get; init; }

    /// <summary>Operation in lower case, e.g. <c>trade</c>; unknown values pass through.</summary>
    public required string Operation { get; init; }

    /// <summary>Status in lower case: <c>confirmed</c>, <c>failed</c>, <c>pending</c>; unknown values pass through.</summary>
    public required string Status { get; init; }

    /// <summary>Time of mining (UTC, millisecond precision).</summary>
    public required DateTimeOffset MinedAt { get; init; }

    /// <summary>Block number, or null.</summary>
    public long? Block { get; init; }

    /// <summary>The sender's nonce, or null.</summary>
    public long? Nonce { get; init; }

    /// <summary>Account that sent it, or null.</summary>
    public string? From { get; init; }

    /// <summary>Account or contract it was sent to, or null.</summary>
    public string? To { get; init; }

    /// <summary>Fee that the sender paid, or null when the provider does not report it.</summary>
    public TransactionFee? Fee { get; init; }

    /// <summary>Transfers in the provider's order.</summary>
    public IReadOnlyList<TransactionTransfer> Transfers { get; init; } = [];

    /// <summary>Approvals granted or revoked, in the provider's order.</summary>
    public IReadOnlyList<TransactionApproval> Approvals { get; init; } = [];

    /// <summary>Display name of the application used, bounded, or null.</summary>
    public string? Application { get; init; }

    /// <summary>Display name of the contract method, bounded, or null.</summary>
    public string? Method { get; init; }

    /// <summary>Whether the provider marks it as trash for this wallet. The mark may change at any time and does not describe the assets.</summary>
    public bool IsTrash { get; init; }

    /// <summary>All items: those of transfers, approvals and the fee.</summary>
    internal IEnumerable<TransactionItem> Items =>
    [
        .. Transfers.Select(transfer => transfer.Item), .. Approvals.Select(approval => approval.Item), .. Fee is { } fee ? [fee.Item] : Array.Empty<TransactionItem>(),
    ];
}

/// <summary>Object of a transfer, approval or fee: an amount of an asset, or one collectible.</summary>
public sealed record TransactionItem
{
    /// <summary>Asset on the transaction's network; null for a collectible, or when the provider names no asset on that network.</summary>
    public AssetKey? Asset { get; init; }

    /// <summary>Facts about the asset for the registry, or null when <see cref="Asset"/> is null.</summary>
    public AssetFacts? Facts { get; init; }

    /// <summary>The collectible, or null for an amount of an asset.</summary>
    public Collectible? Collectible { get; init; }

    /// <summary>Amount in raw base units, from 0 to 2^256−1. An unlimited approval has the largest value.</summary>
    public required BigInteger RawAmount { get; init; }

    /// <summary>Decimal places of <see cref="RawAmount"/>, 0–255; 0 for a collectible.</summary>
    public required int Decimals { get; init; }

    /// <summary>Factor by which the token scaled raw amounts at the time, or null for a token without one.</summary>
    public decimal? Scale { get; init; }
}

/// <summary>A non-fungible token.</summary>
/// <param name="ContractAddress">Contract in canonical form.</param>
/// <param name="TokenId">Token id inside the contract, up to 2^256−1, as text; empty when the provider names only the contract.</param>
/// <param name="Name">Display name, cleaned and bounded, or null.</param>
public sealed record Collectible(string ContractAddress, string TokenId, string? Name);

/// <summary>One transfer inside a transaction.</summary>
public sealed record TransactionTransfer
{
    /// <summary>Direction from the wallet's point of view: <c>in</c>, <c>out</c> or <c>self</c>; unknown values pass through.</summary>
    public required string Direction { get; init; }

    public required TransactionItem Item { get; init; }

    /// <summary>Price of one token in US dollars at the time, greater than zero, or null while unknown.</summary>
    public decimal? PriceUsd { get; init; }

    public string? Sender { get; init; }

    public string? Recipient { get; init; }
}

/// <summary>An approval to move a wallet's tokens.</summary>
public sealed record TransactionApproval
{
    public required TransactionItem Item { get; init; }

    /// <summary>Account that granted or revoked the approval, or null when the provider does not report it.</summary>
    public string? Owner { get; init; }

    /// <summary>Account that may move the tokens, or null when the provider does not report it.</summary>
    public string? Spender { get; init; }
}

/// <summary>Fee of a transaction, paid by its sender.</summary>
/// <param name="Item">Amount of the coin that paid the fee.</param>
/// <param name="PriceUsd">Price of one coin in US dollars at the time, or null when unknown.</param>
public sealed record TransactionFee(TransactionItem Item, decimal? PriceUsd);
