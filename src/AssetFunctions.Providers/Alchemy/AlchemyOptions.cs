using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>
/// Settings of the Alchemy client, section <c>Alchemy</c>. The key is part of each request's path. Default:
/// <c>https://api.g.alchemy.com/</c> and 100 pages.
/// </summary>
public sealed class AlchemyOptions() : PagedProviderOptions(AlchemyDefaults.Provider, AlchemyDefaults.MaxPages)
{
    /// <summary>
    /// Networks whose tokens are fetched, by Alchemy's names, separated by commas; one call serves five of them. Networks whose name starts
    /// with <c>solana</c> are for Solana wallets, all others for EVM wallets.
    /// </summary>
    public string Networks { get; set; } = AlchemyDefaults.Networks;

    internal string[] NetworkNames() => Networks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private protected override IEnumerable<string> Mistakes()
    {
        foreach (var mistake in base.Mistakes())
        {
            yield return mistake;
        }

        var networks = NetworkNames();
        if (networks.Length == 0 || !networks.All(network => network.All(IsNetworkCharacter)))
        {
            yield return "Alchemy:Networks must be one or more names such as eth-mainnet, separated by commas.";
        }

        foreach (var names in networks.GroupBy(AlchemyNetworks.SlugOf, StringComparer.Ordinal).Where(names => names.Count() > 1))
        {
            yield return $"Alchemy:Networks names the network {names.Key} more than once ({string.Join(", ", names)}): keep one of them.";
        }
    }

    static bool IsNetworkCharacter(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
}
