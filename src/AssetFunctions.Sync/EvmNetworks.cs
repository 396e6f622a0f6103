using System.Collections.Frozen;
using System.Globalization;

namespace AssetFunctions.Sync;

/// <summary>
/// EVM networks by slug, with chain id and aliases: first the EIP-3770 short name (github.com/ethereum-lists/chains), then common
/// abbreviations.
/// Slugs and chain ids are those that Zerion's catalog has listed (<c>GET /v1/chains</c>); Monad and Plasma are those of its positions
/// and of ethereum-lists.
/// </summary>
static class EvmNetworks
{
    const string Namespace = "eip155:";

    static readonly (string Slug, long ChainId, string Names)[] Rows =
    [
        ("abstract", 2741, ""), ("ape", 33139, "apechain"), ("arbitrum", 42161, "arb1 arb"), ("aurora", 1313161554, ""), ("avalanche", 43114, "avax"),
        ("base", 8453, ""), ("berachain", 80094, "bera"), ("binance-smart-chain", 56, "bnb bsc"), ("blast", 81457, "blastmainnet"), ("bob", 60808, ""),
        ("celo", 42220, ""), ("cronos-zkevm", 388, ""), ("cyber", 7560, "cyeth"), ("degen", 666666666, "degen-chain"), ("ethereum", 1, "eth mainnet"),
        ("fantom", 250, "ftm"), ("fraxtal", 252, ""), ("gravity-alpha", 1625, "gravity"), ("hyperevm", 999, "hyper_evm"), ("ink", 57073, ""),
        ("katana", 747474, ""), ("lens", 232, ""), ("linea", 59144, ""), ("lisk", 1135, ""), ("manta-pacific", 169, "manta"), ("mantle", 5000, "mnt"),
        ("metis-andromeda", 1088, "metis"), ("mode", 34443, ""), ("monad", 143, "mon"), ("okbchain", 196, "xlayer"), ("opbnb", 204, "obnb"),
        ("optimism", 10, "oeth op"), ("plasma", 9745, ""), ("polygon", 137, "pol matic"), ("polygon-zkevm", 1101, "zkevm"), ("polynomial", 8008, ""),
        ("rari", 1380012617, ""), ("re-al", 111188, ""), ("redstone", 690, ""), ("ronin", 2020, "ron"), ("scroll", 534352, "scr"), ("sei", 1329, ""),
        ("soneium", 1868, ""), ("sonic", 146, ""), ("swellchain", 1923, "swell"), ("taiko", 167000, "tko-mainnet"), ("tomochain", 88, "viction"),
        ("unichain", 130, ""), ("wonder", 9637, ""), ("world", 480, "wc"), ("xdai", 100, "gno gnosis"), ("xinfin-xdc", 50, "xdc"),
        ("zero", 543210, "zero-network"), ("zkcandy", 320, ""), ("zklink-nova", 810180, "zklink"), ("zksync-era", 324, "zksync"), ("zora", 7777777, ""),
    ];

    static readonly FrozenDictionary<string, string> SlugByName = Rows
        .SelectMany(row => row.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(row.Slug).Select(name => KeyValuePair.Create(name, row.Slug)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<long> ChainIds = Rows.Select(row => row.ChainId).ToFrozenSet();

    public static FrozenSet<string> Slugs { get; } = Rows.Select(row => row.Slug).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Finds a network by slug, short name or abbreviation in any case; null if unknown.</summary>
    public static string? Find(string name) => SlugByName.GetValueOrDefault(name);

    /// <summary>Whether the prefix of an address names a known network: <c>eth</c> (EIP-3770), its slug, or <c>eip155:1</c> (CAIP-2).</summary>
    public static bool IsPrefix(string text) => text.StartsWith(Namespace, StringComparison.OrdinalIgnoreCase)
        ? long.TryParse(text.AsSpan(Namespace.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ChainIds.Contains(id)
        : SlugByName.ContainsKey(text);
}
