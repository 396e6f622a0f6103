using System.Text.Json;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>Defaults and bounds of the Alchemy client.</summary>
public static class AlchemyDefaults
{
    /// <summary>Name of the provider in runs, prices and logs, and of its <see cref="HttpClient"/>.</summary>
    public const string Name = ProvidersDefaults.Alchemy;

    /// <summary>Configuration section.</summary>
    public const string Section = "Alchemy";

    public const string BaseAddress = "https://api.g.alchemy.com/";

    /// <summary>Pages of one fetch. A page has some hundred tokens of up to five networks.</summary>
    public const int MaxPages = 100;

    /// <summary>Networks to fetch, by Alchemy's names.</summary>
    public const string Networks =
        "eth-mainnet,base-mainnet,arb-mainnet,opt-mainnet,matic-mainnet,bnb-mainnet,avax-mainnet,zksync-mainnet,linea-mainnet,gnosis-mainnet,solana-mainnet";

    /// <summary>Most networks that Alchemy accepts for one address in one call.</summary>
    internal const int NetworksPerCall = 5;

    internal static readonly HttpProvider Provider = new(Name, Section, BaseAddress) { Page = new PageShape("data", "tokens", "pageKey"), Reason = ReadReason };

    static string? ReadReason(JsonElement document)
    {
        var error = document.Member("error");
        return error.ValueKind == JsonValueKind.Object ? error.Member("message").TextStart(HttpProviderDefaults.MaxReasonLength) ?? string.Empty : null;
    }
}
