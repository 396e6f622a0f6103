using System.Collections.Frozen;
using System.Globalization;

namespace AssetFunctions.Sync;

/// <summary>
/// EVM networks by slug, with chain id and aliases: first the EIP-3770 short name (github.com/ethereum-lists/chains), then common
/// abbreviations.
/// </summary>
static class EvmNetworks
{
    const string Namespace = "eip155:";

    static readonly (string Slug, long ChainId, string Names)[] Rows =
    [
        ("abstract", 2741, ""), ("apechain", 33139, "ape"), ("arbitrum", 42161, "arb1 arb"), ("aurora", 1313161554, ""), ("avalanche", 43114, "avax"),
        ("base", 8453, ""), ("berachain", 80094, "bera"), ("binance-smart-chain", 56, "bnb bsc"), ("blast", 81457, "blastmainnet"), ("celo", 42220, ""),
        ("cronos", 25, "cro"), ("degen", 666666666, "degen-chain"), ("ethereum", 1, "eth mainnet"), ("fantom", 250, "ftm"), ("fraxtal", 252, ""),
        ("gravity-alpha", 1625, "gravity"), ("hyperevm", 999, "hyper_evm"), ("ink", 57073, ""), ("katana", 747474, ""), ("lens", 232, ""), ("linea", 59144, ""),
        ("manta-pacific", 169, "manta"), ("mantle", 5000, "mnt"), ("mode", 34443, ""), ("monad", 143, "mon"), ("opbnb", 204, "obnb"), ("optimism", 10, "oeth op"),
        ("plasma", 9745, ""), ("polygon", 137, "pol matic"), ("polygon-zkevm", 1101, "zkevm"), ("ronin", 2020, "ron"), ("scroll", 534352, "scr"),
        ("sei", 1329, ""), ("soneium", 1868, ""), ("sonic", 146, ""), ("swellchain", 1923, "swell"), ("taiko", 167000, "tko-mainnet"), ("unichain", 130, ""),
        ("wonder", 0, ""), ("world", 480, "wc"), ("xdai", 100, "gno"), ("gnosis", 100, ""), ("zero", 543210, "zero-network"), ("zkcandy", 320, ""),
        ("zklink-nova", 810180, ""), ("zksync-era", 324, "zksync"), ("zora", 7777777, ""),
    ];

    static readonly FrozenDictionary<string, string> SlugByName = Rows
        .SelectMany(row => row.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(row.Slug).Select(name => KeyValuePair.Create(name, row.Slug)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<long> ChainIds = Rows.Select(row => row.ChainId).Where(id => id > 0).ToFrozenSet();

    public static FrozenSet<string> Slugs { get; } = Rows.Select(row => row.Slug).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Finds a network by slug, short name or abbreviation in any case; null if unknown.</summary>
    public static string? Find(string name) => SlugByName.GetValueOrDefault(name);

    /// <summary>Whether the prefix of an address names a known network: <c>eth</c> (EIP-3770), its slug, or <c>eip155:1</c> (CAIP-2).</summary>
    public static bool IsPrefix(string text) => text.StartsWith(Namespace, StringComparison.OrdinalIgnoreCase)
        ? long.TryParse(text.AsSpan(Namespace.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ChainIds.Contains(id)
        : SlugByName.ContainsKey(text);
}
