using System.Text.Json.Serialization;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>One accepted price. Member names are short because an asset has up to <see cref="CosmosDefaults.RecentPrices"/> of them.</summary>
sealed record PricePointDocument
{
    /// <summary>When the price was observed, in milliseconds since 1970.</summary>
    [JsonPropertyName("t")]
    public required long AsOfMs { get; init; }

    /// <summary>The price as text.</summary>
    [JsonPropertyName("u")]
    public required decimal Usd { get; init; }

    /// <summary>The provider.</summary>
    [JsonPropertyName("s")]
    public required string Provider { get; init; }

    /// <summary>Returns the point of an accepted price, or null for a price that awaits confirmation.</summary>
    public static PricePointDocument? Of(AssetPrice? price) => price is { Suspect: null }
        ? new PricePointDocument { AsOfMs = price.AsOf.ToUnixTimeMilliseconds(), Usd = price.Usd, Provider = price.Provider }
        : null;

    public PricePoint ToPoint() => new(DateTimeOffset.FromUnixTimeMilliseconds(AsOfMs), Usd, Provider);
}

/// <summary>
/// A segment of an asset's price history in container <c>prices</c>, partition <c>/asset</c>: the hours of a day, whose id is the day, or points that
/// its document had, whose id is the instant of the first one. So writing a segment again, even with more points, replaces the same document.
/// </summary>
sealed record PriceSegmentDocument
{
    public required string Id { get; init; }

    /// <summary>Network and encoded contract address, joined by a colon.</summary>
    public required string Asset { get; init; }

    public required long FromMs { get; init; }

    public required long ToMs { get; init; }

    public required IReadOnlyList<PricePointDocument> Points { get; init; }

    /// <summary>The provider of hours that state none.</summary>
    public string? Provider { get; init; }

    /// <summary>Hours in which a price was accepted, oldest first; absent in a segment of points.</summary>
    public IReadOnlyList<CandleDocument>? Hours { get; init; }

    public IEnumerable<PricePointDocument> AllPoints() => Points.Concat((Hours ?? []).Select(hour => hour.ToPoint(Provider!)));
}
