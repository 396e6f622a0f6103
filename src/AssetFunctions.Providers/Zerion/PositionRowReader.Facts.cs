using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;

namespace AssetFunctions.Providers.Zerion;

partial class PositionRowReader
{
    static AssetFacts ReadFacts(JsonElement fungible, int decimals) => new()
    {
        Symbol = Label(fungible.Member("symbol"), AssetFactsLimits.Symbol) ?? string.Empty,
        Name = Label(fungible.Member("name"), AssetFactsLimits.Name) ?? string.Empty,
        Decimals = decimals,
        IconUrl = Icon(fungible.Member("icon").Member("url")),
        Verified = fungible.Member("flags").Member("verified").ValueKind == JsonValueKind.True,
    };

    static string? Bounded(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    static string? Slug(JsonElement element)
    {
        var slug = element.Text(MaxSlug)?.Trim().ToLowerInvariant();
        var isSlug = !string.IsNullOrEmpty(slug) && !slug.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));
        return isSlug ? slug : null;
    }

    static string? Label(JsonElement element, int maxLength)
    {
        var label = DisplayText.Clean(element.TextStart(maxLength * TextReserve), maxLength);
        return label.Length == 0 ? null : label;
    }

    static string PositionType(JsonElement element) => Label(element, MaxType)?.ToLowerInvariant() ?? PositionTypes.Unknown;

    static string? Pool(string network, JsonElement element)
    {
        var pool = Label(element, MaxLabel);
        return pool is not null && AssetIdentity.IsEvm(network) ? pool.ToLowerInvariant() : pool;
    }

    static string? Icon(JsonElement element)
    {
        var url = element.Text(AssetFactsLimits.IconUrl);
        var isWeb = Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
        return isWeb && DisplayText.Clean(url, AssetFactsLimits.IconUrl) == url ? url : null;
    }

    // Zero means unpriced at Zerion, a price beyond decimal is no price, and one below 1e-28 rounds to zero.
    static decimal? Price(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var price) && price > 0 ? price : null;
}
