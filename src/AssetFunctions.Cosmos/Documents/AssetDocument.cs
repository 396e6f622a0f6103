using System.Text.Json.Serialization;
namespace AssetFunctions.Cosmos.Documents;

/// <summary>An asset in container <c>registry</c>, partition <c>/network</c>. Its id is the encoded contract address.</summary>
sealed record AssetDocument
{
    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string ContractAddress { get; init; }

    public required string Symbol { get; init; }

    public required string Name { get; init; }

    /// <summary>The symbol as search key, see <see cref="Sync.Assets.SearchKey"/>.</summary>
    public string? SymbolKey { get; init; }

    /// <summary>The name as search key.</summary>
    public string? NameKey { get; init; }

    public required int Decimals { get; init; }

    public string? IconUrl { get; init; }

    /// <summary>Absent when no provider has stated it.</summary>
    public bool? Verified { get; init; }

    /// <summary>The provider's id of the asset on all its networks; absent when none has stated one.</summary>
    public string? GroupId { get; init; }

    public string? Website { get; init; }

    /// <summary>Absent until market data was first requested.</summary>
    public MarketDocument? Market { get; init; }

    public PriceDocument? Price { get; init; }

    /// <summary>Accepted prices not yet moved to container <c>prices</c>, oldest first.</summary>
    public IReadOnlyList<PricePointDocument> Recent { get => field ?? []; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a wallet was last found to hold the asset; absent when none was. Sortable text, for queries and conditions.</summary>
    public DateTimeOffset? HeldAt { get; init; }
}

/// <summary>Market data of an asset, and when it was last requested.</summary>
sealed record MarketDocument
{
    public decimal? CapUsd { get; init; }

    public decimal? Volume24hUsd { get; init; }

    /// <summary>In percent.</summary>
    public decimal? Change24h { get; init; }

    [JsonConverter(typeof(ShortUtcTextConverter))]
    public DateTimeOffset? ListedSince { get; init; }

    /// <summary>Absent while there is no figure.</summary>
    [JsonConverter(typeof(ShortUtcTextConverter))]
    public DateTimeOffset? AsOf { get; init; }

    public string? Provider { get; init; }

    /// <summary>When market data was last requested, in milliseconds since 1970, for conditions.</summary>
    public required long CheckedMs { get; init; }
}

/// <summary>The latest price of an asset.</summary>
sealed record PriceDocument
{
    public required decimal Usd { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    [JsonPropertyName("source")]
    public required string Provider { get; init; }

    public decimal? Confidence { get; init; }

    public SuspectPriceDocument? Suspect { get; init; }

    /// <summary>When the price was last observed, suspect or not, in milliseconds since 1970, for conditions.</summary>
    public required long ObservedMs { get; init; }
}

/// <summary>A price that awaits confirmation.</summary>
sealed record SuspectPriceDocument
{
    public required decimal Usd { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    [JsonPropertyName("source")]
    public required string Provider { get; init; }
}
