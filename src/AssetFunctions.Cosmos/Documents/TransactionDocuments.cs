using System.Numerics;
using System.Text.Json.Serialization;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>One transaction of a wallet, in the wallet's partition. Facts and prices of its assets are only in the registry.</summary>
sealed record TransactionDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.Transaction; init; }

    /// <summary>Fingerprint of the stored content; empty for a dropped transaction.</summary>
    public required string Fp { get; init; }

    /// <summary>Sort key among transactions, see <see cref="TransactionMapper.SortOf"/>.</summary>
    public required string Sort { get; init; }

    /// <summary>The provider's id of the transaction.</summary>
    public required string Ref { get; init; }

    public required string Network { get; init; }

    public required string Hash { get; init; }

    public required string Operation { get; init; }

    public required string Status { get; init; }

    /// <summary>When it was mined, in milliseconds since 1970.</summary>
    public required long MinedMs { get; init; }

    public long? Block { get; init; }

    public long? Nonce { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public FeeDocument? Fee { get; init; }

    public IReadOnlyList<TransferDocument>? Transfers { get; init; }

    public IReadOnlyList<ApprovalDocument>? Approvals { get; init; }

    public string? Application { get; init; }

    public string? Method { get; init; }

    /// <summary>True for trash, absent otherwise.</summary>
    public bool? Trash { get; init; }

    [JsonPropertyName("source")]
    public required string Provider { get; init; }
}

/// <summary>The transferred or approved item. Member names are short because a transaction may have many items.</summary>
record ItemDocument
{
    /// <summary>Contract address of the asset on the transaction's network.</summary>
    [JsonPropertyName("a")]
    public string? Asset { get; init; }

    /// <summary>The collectible.</summary>
    [JsonPropertyName("n")]
    public CollectibleDocument? Collectible { get; init; }

    /// <summary>Raw amount.</summary>
    [JsonPropertyName("r")]
    public required BigInteger RawAmount { get; init; }

    /// <summary>Decimals.</summary>
    [JsonPropertyName("d")]
    public required int Decimals { get; init; }

    /// <summary>Scale; absent for a token that does not scale raw amounts.</summary>
    [JsonPropertyName("x")]
    public decimal? Scale { get; init; }
}

/// <summary>A collectible: contract, token and name.</summary>
sealed record CollectibleDocument(
    [property: JsonPropertyName("c")] string Contract, [property: JsonPropertyName("t")] string Token, [property: JsonPropertyName("n")] string? Name);

sealed record FeeDocument : ItemDocument
{
    [JsonPropertyName("u")]
    public decimal? PriceUsd { get; init; }
}

sealed record TransferDocument : ItemDocument
{
    /// <summary>Direction.</summary>
    [JsonPropertyName("o")]
    public required string Direction { get; init; }

    [JsonPropertyName("u")]
    public decimal? PriceUsd { get; init; }

    [JsonPropertyName("s")]
    public string? Sender { get; init; }

    /// <summary>Recipient.</summary>
    [JsonPropertyName("t")]
    public string? Recipient { get; init; }
}

sealed record ApprovalDocument : ItemDocument
{
    /// <summary>Owner.</summary>
    [JsonPropertyName("o")]
    public string? Owner { get; init; }

    /// <summary>Spender.</summary>
    [JsonPropertyName("s")]
    public string? Spender { get; init; }
}

/// <summary>State of a wallet's transaction history: one document per partition of container <c>wallets</c>.</summary>
sealed record HistoryDocument
{
    public string Id { get => field ?? WalletDocumentIds.Transactions; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.Transactions; init; }

    /// <summary>Sorts before every transaction in descending order, so that one query returns both.</summary>
    public string Sort { get => field ?? TransactionMapper.SortOfHistory; init; }

    public DateTimeOffset? Newest { get; init; }

    public DateTimeOffset? Oldest { get; init; }

    public bool ReachesBack { get; init; }

    public string? Reason { get; init; }

    public int Stored { get; init; }

    [JsonPropertyName("walk")]
    public TransactionBackfill? Backfill { get; init; }

    [JsonPropertyName("_etag")]
    public string? Version { get; init; }
}

/// <summary>The part of a transaction that a comparison needs.</summary>
sealed record TransactionMarkRow(string Id, string Fp);
