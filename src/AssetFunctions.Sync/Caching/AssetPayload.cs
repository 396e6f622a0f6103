using System.Text.Json;
using System.Text.Json.Serialization;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>
/// Layout of an asset in the shared cache: compact JSON under the key <c>asset:v1:network:contractAddress</c>. The key contains the version, so
/// that releases with different layouts share one cache without reading each other's payloads.
/// </summary>
static class AssetPayload
{
    const string KeyPrefix = "asset:v1:";

    public static string KeyOf(AssetKey key) => $"{KeyPrefix}{key.Network}:{key.ContractAddress}";

    public static SharedEntry Write(Asset asset) => new(
        KeyOf(asset.Key),
        JsonSerializer.SerializeToUtf8Bytes(AssetPayloadV1.From(asset), AssetPayloadJson.Default.AssetPayloadV1),
        VersionOf(asset));

    /// <returns>The asset, or null where the payload is unreadable or of another asset.</returns>
    public static Asset? Read(AssetKey key, byte[] payload)
    {
        try
        {
            var asset = JsonSerializer.Deserialize(payload, AssetPayloadJson.Default.AssetPayloadV1)?.ToAsset();
            // Both parts of a key may contain colons, so two assets can share a cache key; each is then a miss for the other.
            return asset?.Key == key ? asset : null;
        }
        catch (Exception ex) when (ex is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    // Only prices are ordered; payloads with the same price are interchangeable.
    static long VersionOf(Asset asset) => asset.Price?.ObservedAt.ToUnixTimeMilliseconds() ?? 0;
}

/// <summary>Names are short because they are stored with every asset. Times are UTC ticks.</summary>
sealed record AssetPayloadV1
{
    [JsonPropertyName("n")]
    public required string Network { get; init; }

    [JsonPropertyName("a")]
    public required string ContractAddress { get; init; }

    [JsonPropertyName("s")]
    public required string Symbol { get; init; }

    [JsonPropertyName("t")]
    public required string Name { get; init; }

    [JsonPropertyName("d")]
    public int Decimals { get; init; }

    [JsonPropertyName("i")]
    public string? IconUrl { get; init; }

    [JsonPropertyName("v")]
    public bool? Verified { get; init; }

    [JsonPropertyName("g")]
    public string? GroupId { get; init; }

    [JsonPropertyName("w")]
    public string? Website { get; init; }

    [JsonPropertyName("c")]
    public required long CreatedAt { get; init; }

    [JsonPropertyName("u")]
    public required long UpdatedAt { get; init; }

    [JsonPropertyName("h")]
    public long? HeldAt { get; init; }

    [JsonPropertyName("p")]
    public PricePayloadV1? Price { get; init; }

    /// <summary>The suspect price, if any.</summary>
    [JsonPropertyName("x")]
    public PricePayloadV1? Suspect { get; init; }

    [JsonPropertyName("m")]
    public MarketPayloadV1? Market { get; init; }

    public static AssetPayloadV1 From(Asset asset) => new()
    {
        Network = asset.Key.Network,
        ContractAddress = asset.Key.ContractAddress,
        Symbol = asset.Facts.Symbol,
        Name = asset.Facts.Name,
        Decimals = asset.Facts.Decimals,
        IconUrl = asset.Facts.IconUrl,
        Verified = asset.Facts.Verified,
        GroupId = asset.Facts.GroupId,
        Website = asset.Website,
        CreatedAt = asset.CreatedAt.UtcTicks,
        UpdatedAt = asset.UpdatedAt.UtcTicks,
        HeldAt = asset.HeldAt?.UtcTicks,
        Price = asset.Price is { } price ? new(price.Usd, price.AsOf.UtcTicks, price.Provider, price.Confidence) : null,
        Suspect = asset.Price?.Suspect is { } suspect ? new(suspect.Usd, suspect.AsOf.UtcTicks, suspect.Provider, null) : null,
        Market = asset.Market is { } market
            ? new(market.CapUsd, market.Volume24hUsd, market.Change24h, market.ListedSince?.UtcTicks, market.AsOf.UtcTicks, market.Provider)
            : null,
    };

    /// <exception cref="JsonException">A value is missing or invalid.</exception>
    public Asset ToAsset() => new()
    {
        Key = new AssetKey(Network, ContractAddress),
        Facts = new AssetFacts
        {
            Symbol = Symbol ?? throw new JsonException("The symbol is missing."),
            Name = Name ?? throw new JsonException("The name is missing."),
            Decimals = Decimals,
            IconUrl = IconUrl,
            Verified = Verified,
            GroupId = GroupId,
        },
        Price = ToPrice(),
        Market = Market?.ToMarketData(),
        Website = Website,
        CreatedAt = new DateTimeOffset(CreatedAt, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(UpdatedAt, TimeSpan.Zero),
        HeldAt = HeldAt is { } heldAt ? new DateTimeOffset(heldAt, TimeSpan.Zero) : null,
    };

    AssetPrice? ToPrice()
    {
        if (Price is not { } price)
        {
            return null;
        }

        return new AssetPrice(price.ValidUsd, new DateTimeOffset(price.AsOf, TimeSpan.Zero), price.Provider)
        {
            Confidence = price.Confidence,
            Suspect = Suspect is { } suspect ? new(suspect.ValidUsd, new DateTimeOffset(suspect.AsOf, TimeSpan.Zero), suspect.Provider) : null,
        };
    }
}

sealed record PricePayloadV1(
    [property: JsonPropertyName("p")] decimal Usd,
    [property: JsonPropertyName("t")] long AsOf,
    [property: JsonPropertyName("s")] string Provider,
    [property: JsonPropertyName("c")] decimal? Confidence)
{
    [JsonIgnore]
    public decimal ValidUsd => Usd > 0 && Provider is not null ? Usd : throw new JsonException("A price must be greater than zero and have a provider.");
}

sealed record MarketPayloadV1(
    [property: JsonPropertyName("c")] decimal? CapUsd,
    [property: JsonPropertyName("v")] decimal? Volume24hUsd,
    [property: JsonPropertyName("d")] decimal? Change24h,
    [property: JsonPropertyName("l")] long? ListedSince,
    [property: JsonPropertyName("t")] long AsOf,
    [property: JsonPropertyName("s")] string Provider)
{
    public MarketData ToMarketData() => new(new DateTimeOffset(AsOf, TimeSpan.Zero), Provider ?? throw new JsonException("Market data must have a provider."))
    {
        CapUsd = CapUsd,
        Volume24hUsd = Volume24hUsd,
        Change24h = Change24h,
        ListedSince = ListedSince is { } since ? new DateTimeOffset(since, TimeSpan.Zero) : null,
    };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AssetPayloadV1))]
sealed partial class AssetPayloadJson : JsonSerializerContext;
