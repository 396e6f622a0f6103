using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>
/// Settings of the Alchemy client, section <c>Alchemy</c>. The key is part of the path of every request. Default:
/// <c>https://api.g.alchemy.com/</c> and 100 pages.
/// </summary>
public sealed class AlchemyOptions() : PagedSourceOptions(AlchemyDefaults.BaseAddress, AlchemyDefaults.MaxPages)
{
    /// <summary>
    /// Networks whose tokens are asked for, by Alchemy's names, separated by commas. One call serves five of them. Networks whose name starts
    /// with <c>solana</c> are asked for Solana wallets, all others for EVM wallets.
    /// </summary>
    public string Networks { get; set; } = AlchemyDefaults.Networks;

    internal string[] NetworkNames() => Networks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
