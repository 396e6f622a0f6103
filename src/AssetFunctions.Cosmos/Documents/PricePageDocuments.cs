using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>The directory of a network's price pages, <c>$prices-head</c> in container <c>registry</c>. It exists once the network has a held asset.</summary>
sealed record PriceHeadDocument
{
    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string Type { get; init; }

    /// <summary>Prefixes of all pages. Each address belongs to exactly one of them; none at all while there are no pages.</summary>
    public required IReadOnlyList<string> Pages { get; init; }

    /// <summary>Held assets whose documents changed earlier are in a page, in seconds since 1970 by the database's clock.</summary>
    public required long TakenOver { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }
}

/// <summary>A page of current prices, <c>$prices-{prefix}</c> in container <c>registry</c>, partition <c>/network</c>.</summary>
sealed record PricePageDocument
{
    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string Type { get; init; }

    /// <summary>The hour whose open, high and low the rows have.</summary>
    [JsonConverter(typeof(ShortUtcTextConverter))]
    public required DateTimeOffset Hour { get; init; }

    /// <summary>The first hour of this page; earlier ones are with the shorter prefixes that it was split from.</summary>
    [JsonConverter(typeof(ShortUtcTextConverter))]
    public required DateTimeOffset FirstHour { get; init; }

    /// <summary>The last day whose hours are in the price history.</summary>
    public required DateOnly FoldedDay { get; init; }

    /// <summary>When a sync last wrote the page; absent when none has.</summary>
    [JsonConverter(typeof(ShortUtcTextConverter))]
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>Members that rows have unless they state them themselves; a row states null for none.</summary>
    public JsonObject? Common { get; init; }

    /// <summary>Rows by contract address, see <see cref="PriceRowDocument"/>. They are parsed one by one.</summary>
    public required Dictionary<string, JsonNode?> Rows { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }
}

/// <summary>One asset in a page: its price and what a sync needs to know of it.</summary>
sealed record PriceRowDocument
{
    public decimal? Usd { get; init; }

    [JsonConverter(typeof(ShortUtcTextConverter))]
    public DateTimeOffset? AsOf { get; init; }

    public string? Provider { get; init; }

    public decimal? Confidence { get; init; }

    public SuspectRowDocument? Suspect { get; init; }

    /// <summary>The day on which a sync last found the asset in a wallet, to within a day.</summary>
    public required DateOnly HeldDay { get; init; }

    public required string Symbol { get; init; }

    public required int Decimals { get; init; }

    public bool? Verified { get; init; }

    /// <summary>First price accepted in the page's hour; absent when there was none.</summary>
    public decimal? Open { get; init; }

    /// <summary>Highest price of the hour, unless it is the first or the current one.</summary>
    public decimal? High { get; init; }

    /// <summary>Lowest price of the hour, unless it is the first or the current one.</summary>
    public decimal? Low { get; init; }

    /// <summary>Members of newer releases, kept.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A price in a page that awaits confirmation.</summary>
sealed record SuspectRowDocument
{
    public required decimal Usd { get; init; }

    [JsonConverter(typeof(ShortUtcTextConverter))]
    public required DateTimeOffset AsOf { get; init; }

    public required string Provider { get; init; }
}

/// <summary>The prices of a finished hour of a page, <c>$hours-{prefix}-{yyyyMMddHH}</c> in container <c>registry</c>.</summary>
sealed record PriceHourDocument
{
    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string Type { get; init; }

    [JsonPropertyName("ttl")]
    public required int TimeToLive { get; init; }

    /// <summary>The provider of candles that state none.</summary>
    public required string Provider { get; init; }

    /// <summary>Candles by contract address.</summary>
    public required Dictionary<string, CandleDocument> Rows { get; init; }
}

/// <summary>Prices of one asset in one hour.</summary>
sealed record CandleDocument
{
    /// <summary>Hour of the day (UTC), in a segment of the history.</summary>
    public int? Hour { get; init; }

    /// <summary>When the last price was observed.</summary>
    [JsonConverter(typeof(ShortUtcTextConverter))]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>First price, unless it is the last.</summary>
    public decimal? Open { get; init; }

    /// <summary>Highest price, unless it is the first or the last.</summary>
    public decimal? High { get; init; }

    /// <summary>Lowest price, unless it is the first or the last.</summary>
    public decimal? Low { get; init; }

    public required decimal Close { get; init; }

    public string? Provider { get; init; }

    /// <summary>The last price of the hour.</summary>
    /// <param name="common">The provider where the candle states none.</param>
    public PricePointDocument ToPoint(string common) => new() { AsOfMs = AsOf.ToUnixTimeMilliseconds(), Usd = Close, Provider = Provider ?? common };
}
