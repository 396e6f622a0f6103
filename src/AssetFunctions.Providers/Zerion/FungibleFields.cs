using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Reads the members that Zerion uses for all amounts of an asset.</summary>
static class FungibleFields
{
    const int MaxLabel = 160;
    const int MaxWord = 32;

    /// <summary>Finds the implementation of an asset on one network; never returns that of another.</summary>
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

    /// <summary>Reads the decimal places of a quantity, or those of the implementation when the quantity has none.</summary>
    public static bool TryDecimals(JsonElement quantity, JsonElement implementation, out int decimals)
    {
        var stated = quantity.Member("decimals");
        return RowFields.TryDecimals(stated.IsAbsent() ? implementation.Member("decimals") : stated, out decimals);
    }

    /// <param name="related">The id in the row's relationships, for responses whose asset has none.</param>
    public static AssetFacts Facts(JsonElement fungible, int decimals, JsonElement related = default) => new()
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
        GroupId = RowFields.GroupId(fungible.Member("id")) ?? RowFields.GroupId(related),
    };

    /// <summary>Reads a price or value in US dollars, or returns null: zero is unpriced at Zerion, and values below 1e-28 round to zero.</summary>
    public static decimal? Price(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var price) && price > 0 ? price : null;

    /// <summary>Reads text for display, cleaned and shortened, or returns null.</summary>
    public static string? Label(JsonElement element) => RowFields.Label(element, MaxLabel);

    /// <summary>Reads a word such as a type or a status in lower case, or returns null. Unknown words pass through.</summary>
    public static string? Word(JsonElement element) => RowFields.Label(element, MaxWord)?.ToLowerInvariant();

    /// <summary>Reads an address of anything but an asset in canonical form, or returns null when it is missing or invalid.</summary>
    public static string? Address(string network, JsonElement element) =>
        RowFields.TryAddress(element, out var address) && !string.IsNullOrEmpty(address)
            ? AssetIdentity.CanonicalizeAddress(network, address)
            : null;
}
