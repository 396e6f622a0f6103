using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Registry;

namespace AssetFunctions.Providers.Zerion;

partial class PositionRowReader
{
    static AssetFacts ReadFacts(JsonElement fungible, int decimals) => new()
    {
        Symbol = RowFields.Label(fungible.Member("symbol"), AssetFactsLimits.Symbol) ?? string.Empty,
        Name = RowFields.Label(fungible.Member("name"), AssetFactsLimits.Name) ?? string.Empty,
        Decimals = decimals,
        IconUrl = RowFields.Icon(fungible.Member("icon").Member("url")),
        Verified = fungible.Member("flags").Member("verified").ValueKind == JsonValueKind.True,
    };

    static string? Bounded(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    static string PositionType(JsonElement element) => RowFields.Label(element, MaxType)?.ToLowerInvariant() ?? PositionTypes.Unknown;

    static string? Pool(string network, JsonElement element)
    {
        var pool = RowFields.Label(element, MaxLabel);
        return pool is not null && AssetIdentity.IsEvm(network) ? pool.ToLowerInvariant() : pool;
    }

    // Zero means unpriced at Zerion, a price beyond decimal is no price, and one below 1e-28 rounds to zero.
    static decimal? Price(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var price) && price > 0 ? price : null;
}
