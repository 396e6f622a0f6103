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
        },
        Price = document.Price is { } price ? ToPrice(price) : null,
        CreatedAt = document.CreatedAt,
        UpdatedAt = document.UpdatedAt,
        HeldAt = document.HeldAt,
    };

    static AssetPrice ToPrice(PriceDocument document) => new(document.Usd, document.AsOf, document.Provider)
    {
        Confidence = document.Confidence,
        Suspect = document.Suspect is { } suspect ? new SuspectPrice(suspect.Usd, suspect.AsOf, suspect.Provider) : null,
    };
}
