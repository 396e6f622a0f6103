using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Members that Zerion uses wherever it speaks of an amount of an asset.</summary>
static class FungibleFields
{
    const int MaxLabel = 160;
    const int MaxWord = 32;

    /// <summary>The implementation of an asset on one network, never that of another.</summary>
    public static bool TryImplementation(JsonElement fungible, string network, out JsonElement implementation)
    {
        var implementations = fungible.Member("implementations");
        if (implementations.ValueKind == JsonValueKind.Array)
        {
            foreach (var candidate in implementations.EnumerateArray())
            {
                if (RowFields.Slug(candidate.Member("chain_id")) == network)
                {
                    implementation = candidate;
                    return true;
                }
            }
        }

        implementation = default;
        return false;
    }

    /// <summary>Decimal places of a quantity; where it states none, those of the implementation.</summary>
    public static bool TryDecimals(JsonElement quantity, JsonElement implementation, out int decimals)
    {
        var stated = quantity.Member("decimals");
        return RowFields.TryDecimals(stated.IsAbsent() ? implementation.Member("decimals") : stated, out decimals);
    }

    public static AssetFacts Facts(JsonElement fungible, int decimals) => new()
    {
        Symbol = RowFields.Label(fungible.Member("symbol"), AssetFactsLimits.Symbol) ?? string.Empty,
        Name = RowFields.Label(fungible.Member("name"), AssetFactsLimits.Name) ?? string.Empty,
        Decimals = decimals,
        IconUrl = RowFields.WebAddress(fungible.Member("icon").Member("url")),
        Verified = fungible.Member("flags").Member("verified").ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        },
    };

    /// <summary>A price or value in US dollars, or null: zero means unpriced at Zerion, one beyond decimal is none, and one below 1e-28 rounds to zero.</summary>
    public static decimal? Price(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var price) && price > 0 ? price : null;

    /// <summary>Text for display, cleaned and bounded, or null.</summary>
    public static string? Label(JsonElement element) => RowFields.Label(element, MaxLabel);

    /// <summary>A word such as a type or a status in lower case, or null. Words unknown to us pass through.</summary>
    public static string? Word(JsonElement element) => RowFields.Label(element, MaxWord)?.ToLowerInvariant();

    /// <summary>An address of anything but an asset in canonical form, or null where it is missing or no address.</summary>
    public static string? Address(string network, JsonElement element) =>
        RowFields.TryAddress(element, out var address) && !string.IsNullOrEmpty(address)
            ? AssetIdentity.CanonicalizeAddress(network, address)
            : null;
}
