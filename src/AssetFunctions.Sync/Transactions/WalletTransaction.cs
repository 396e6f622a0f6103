using System.Numerics;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// One transaction as a wallet saw it, already validated and in canonical form. Another tracked wallet has its own side of the same
/// transaction: identity is the wallet, the network and the provider's id.
/// </summary>
public sealed record WalletTransaction
{
    /// <summary>The provider's own id of the transaction; opaque.</summary>
    public required string ProviderRef { get; init; }

    /// <summary>Network slug in lower case; an unknown network keeps its own.</summary>
    public required string Network { get; init; }

    /// <summary>Hash of the transaction on its network. The same hash can occur on two networks.</summary>
    public required string Hash { get; init; }

    /// <summary>What it did, in lower case, e.g. <c>trade</c>; values unknown to us pass through.</summary>
    public required string Operation { get; init; }

    /// <summary>How it went, in lower case: <c>confirmed</c>, <c>failed</c>, <c>pending</c>; values unknown to us pass through.</summary>
    public required string Status { get; init; }

    /// <summary>When it was mined (UTC, millisecond precision).</summary>
    public required DateTimeOffset MinedAt { get; init; }

    /// <summary>Block it was mined in, or null.</summary>
    public long? Block { get; init; }

    /// <summary>Sender's counter of transactions, or null.</summary>
    public long? Nonce { get; init; }

    /// <summary>Account that sent it, or null.</summary>
    public string? From { get; init; }

    /// <summary>Account or contract it was sent to, or null.</summary>
    public string? To { get; init; }

    /// <summary>What the sender paid for it, or null where the provider does not say.</summary>
    public TransactionFee? Fee { get; init; }

    /// <summary>Everything that moved, in the provider's order.</summary>
    public IReadOnlyList<TransactionTransfer> Transfers { get; init; } = [];

    /// <summary>Every permission it gave or took, in the provider's order.</summary>
    public IReadOnlyList<TransactionApproval> Approvals { get; init; } = [];

    /// <summary>Display name of the application it went through, bounded, or null.</summary>
    public string? Application { get; init; }

    /// <summary>Display name of the contract method, bounded, or null.</summary>
    public string? Method { get; init; }

    /// <summary>Whether the provider calls it trash for this wallet. It may change its mind at any time, and it says nothing about the assets.</summary>
    public bool IsTrash { get; init; }

    /// <summary>Every item of it: what moved, what may move, and what the fee was paid in.</summary>
    internal IEnumerable<TransactionItem> Items =>
    [
        .. Transfers.Select(transfer => transfer.Item), .. Approvals.Select(approval => approval.Item), .. Fee is { } fee ? [fee.Item] : Array.Empty<TransactionItem>(),
    ];
}

/// <summary>What moved, or what a permission is about: an amount of an asset, or one collectible.</summary>
public sealed record TransactionItem
{
    /// <summary>Asset on the transaction's own network, or null for a collectible and where the provider names no asset on that network.</summary>
    public AssetKey? Asset { get; init; }

    /// <summary>Facts of the asset for the registry, or null where <see cref="Asset"/> is null.</summary>
    public AssetFacts? Facts { get; init; }

    /// <summary>The collectible, or null for an amount of an asset.</summary>
    public Collectible? Collectible { get; init; }

    /// <summary>Amount in raw base units, from 0 to 2^256−1. An unlimited permission is the largest one.</summary>
    public required BigInteger RawAmount { get; init; }

    /// <summary>Decimal places of <see cref="RawAmount"/>, 0–255; 0 for a collectible.</summary>
    public required int Decimals { get; init; }

    /// <summary>What the token multiplied raw amounts by when it moved, or null for one that does not.</summary>
    public decimal? Scale { get; init; }
}

/// <summary>A non-fungible token.</summary>
/// <param name="ContractAddress">Contract in canonical form.</param>
/// <param name="TokenId">Number of the token inside the contract, up to 2^256−1, as text; empty where the provider names the contract alone, as for a permission over all its tokens.</param>
/// <param name="Name">Display name, cleaned and bounded, or null.</param>
public sealed record Collectible(string ContractAddress, string TokenId, string? Name);

/// <summary>One movement inside a transaction.</summary>
public sealed record TransactionTransfer
{
    /// <summary>Seen from the wallet: <c>in</c>, <c>out</c> or <c>self</c>; values unknown to us pass through.</summary>
    public required string Direction { get; init; }

    public required TransactionItem Item { get; init; }

    /// <summary>Price of one token in US dollars when it moved, greater than zero, or null where it is unknown (yet).</summary>
    public decimal? PriceUsd { get; init; }

    public string? Sender { get; init; }

    public string? Recipient { get; init; }
}

/// <summary>A permission to move what a wallet holds.</summary>
public sealed record TransactionApproval
{
    public required TransactionItem Item { get; init; }

    /// <summary>Who gave or took the permission, or null where the provider does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>Who may move it, or null where the provider does not say.</summary>
    public string? Spender { get; init; }
}

/// <summary>What a transaction cost its sender.</summary>
/// <param name="Item">Amount of the coin it was paid in.</param>
/// <param name="PriceUsd">Price of one coin in US dollars at the time, or null where it is unknown.</param>
public sealed record TransactionFee(TransactionItem Item, decimal? PriceUsd);
