using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Cosmos.Documents;

static class AssetMapper
{
    public static AssetDocument ToDocument(Asset asset) => new()
    {
        Id = DocumentId.Encode(asset.Key.ContractAddress),
        Network = asset.Key.Network,
        ContractAddress = asset.Key.ContractAddress,
        Symbol = asset.Facts.Symbol,
        Name = asset.Facts.Name,
        SymbolKey = SearchKey.Of(asset.Facts.Symbol),
        NameKey = SearchKey.Of(asset.Facts.Name),
        Decimals = asset.Facts.Decimals,
        IconUrl = asset.Facts.IconUrl,
        Verified = asset.Facts.Verified,
        GroupId = asset.Facts.GroupId,
        Website = asset.Website,
        Market = asset.Market is { } market ? ToDocument(market, market.AsOf) : null,
        Price = asset.Price is { } price ? ToDocument(price) : null,
        Recent = PricePointDocument.Of(asset.Price) is { } point ? [point] : [],
        CreatedAt = asset.CreatedAt,
        UpdatedAt = asset.UpdatedAt,
        HeldAt = asset.HeldAt,
    };

    public static PriceDocument ToDocument(AssetPrice price) => new()
    {
        Usd = price.Usd,
        AsOf = price.AsOf,
        Provider = price.Provider,
        Confidence = price.Confidence,
        Suspect = price.Suspect is { } suspect
            ? new SuspectPriceDocument { Usd = suspect.Usd, AsOf = suspect.AsOf, Provider = suspect.Provider }
            : null,
        ObservedMs = price.ObservedAt.ToUnixTimeMilliseconds(),
    };

    public static MarketDocument ToDocument(MarketData? market, DateTimeOffset checkedAt) => new()
    {
        CapUsd = market?.CapUsd,
        Volume24hUsd = market?.Volume24hUsd,
        Change24h = market?.Change24h,
        ListedSince = market?.ListedSince,
        AsOf = market?.AsOf,
        Provider = market?.Provider,
        CheckedMs = checkedAt.ToUnixTimeMilliseconds(),
    };

    public static Asset ToAsset(AssetDocument document) => new()
    {
        Key = new AssetKey(document.Network, document.ContractAddress),
        Facts = new AssetFacts
        {
            Symbol = document.Symbol,
            Name = document.Name,
            Decimals = document.Decimals,
            IconUrl = document.IconUrl,
            Verified = document.Verified,
            GroupId = document.GroupId,
        },
        Website = document.Website,
        Market = document.Market is { } market ? ToMarketData(market) : null,
        Price = document.Price is { } price ? ToPrice(price) : null,
        CreatedAt = document.CreatedAt,
        UpdatedAt = document.UpdatedAt,
        HeldAt = document.HeldAt,
    };

    static MarketData? ToMarketData(MarketDocument document) => document is not { AsOf: { } asOf, Provider: { } provider } ? null : new(asOf, provider)
    {
        CapUsd = document.CapUsd,
        Volume24hUsd = document.Volume24hUsd,
        Change24h = document.Change24h,
        ListedSince = document.ListedSince,
    };

    static AssetPrice ToPrice(PriceDocument document) => new(document.Usd, document.AsOf, document.Provider)
    {
        Confidence = document.Confidence,
        Suspect = document.Suspect is { } suspect ? new SuspectPrice(suspect.Usd, suspect.AsOf, suspect.Provider) : null,
    };
}
