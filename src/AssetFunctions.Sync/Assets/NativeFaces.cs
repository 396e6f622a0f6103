using System.Collections.Frozen;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Faces of networks' own coins: addresses that list the coin's balance a second time, as a token. Wrapped coins have balances of their own and are
/// never faces.
/// </summary>
/// <remarks>
/// By network:
/// <list type="bullet">
/// <item>Celo: the CELO contract reads and moves native balances, docs.celo.org/specs/token-duality.</item>
/// <item>Polygon and Shibarium: Bor puts the coin at …1010, docs.polygon.technology (MRC20); Shibarium inherits it.</item>
/// <item>OP Stack chains: <c>LegacyERC20ETH</c> at 0xdead…0000 returns native balances, specs.optimism.io/protocol/predeploys.html; on Mantle it is MNT
/// (mantlenetworkio/mantle-v2, <c>LegacyERC20MNT</c>), on Metis METIS (stargate and MaiaDAO token lists, chain 1088).</item>
/// <item>ZK Stack chains: the base token at 0x…800a, docs.zksync.io/zk-stack/running/custom-base-tokens.</item>
/// <item>Moonbeam, Moonriver: precompile 0x…0802, docs.moonbeam.network/builders/pallets-precompiles/precompiles/erc20; peaq: 0x…0809,
/// docs.peaq.xyz/peaqchain/learn/peaq-token-contracts.</item>
/// <item>Acala, Karura: mirrored tokens, npmjs.com/package/@acala-network/contracts.</item>
/// <item>Arc: USDC is gas at 18 decimals and a token at 6, docs.arc.network/arc/concepts/stablecoin-native-model; Stable: USDT0 likewise,
/// docs.chainstack.com/docs/stable-tooling.</item>
/// <item>IOTA EVM, Shimmer EVM: <c>ISC_ERC20BASETOKENS_ADDRESS</c>, docs.iota.org/iota-evm/references/magic-contract/ISCTypes.</item>
/// <item>Cosmos EVM chains: the werc20 precompile is the sentinel 0xeeee…, docs.cosmos.network/evm (werc20).</item>
/// <item>Solana: the system program stands for SOL; Tron, TON, Hedera: the zero address.</item>
/// <item>Stellar: the contract of XLM, developers.stellar.org/docs/tokens/stellar-asset-contract.</item>
/// </list>
/// </remarks>
static class NativeFaces
{
    const string Bor = "0x0000000000000000000000000000000000001010";
    const string LegacyOptimism = "0xdeaddeaddeaddeaddeaddeaddeaddeaddead0000";
    const string ZkBaseToken = "0x000000000000000000000000000000000000800a";
    const string IotaBaseToken = "0x1074010000000000000000000000000000000000";

    // Addresses that providers use for the coin of any network.
    static readonly FrozenSet<string> Sentinels = new[]
    {
        "0x0000000000000000000000000000000000000000",
        "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
    }.ToFrozenSet(StringComparer.Ordinal);

    static readonly FrozenSet<(string Network, string Address)> Faces = new (string[] Networks, string[] Addresses)[]
    {
        (["celo"], ["0x471ece3750da237f93b8e339c536989b8978a438"]),
        (["polygon", "shibarium"], [Bor]),
        ([
            "base", "blast", "bob", "celo", "cyber", "fraxtal", "ink", "katana", "lisk", "manta-pacific", "mantle", "metis-andromeda", "mode", "opbnb", "optimism",
            "redstone", "soneium", "swellchain", "unichain", "world", "zora",
        ], [LegacyOptimism]),
        (["abstract", "cronos-zkevm", "lens", "sophon", "wonder", "zero", "zkcandy", "zklink-nova", "zksync-era"], [ZkBaseToken]),
        (["moonbeam", "moonriver"], ["0x0000000000000000000000000000000000000802"]),
        (["peaq"], ["0x0000000000000000000000000000000000000809"]),
        (["acala"], ["0x0000000000000000000100000000000000000000"]),
        (["karura"], ["0x0000000000000000000100000000000000000080"]),
        (["arc"], ["0x3600000000000000000000000000000000000000"]),
        (["stable"], ["0x779ded0c9e1022225f8e0630b35a9b54be713736"]),
        (["iota-evm", "shimmer-evm"], [IotaBaseToken]),
        (["solana"], ["11111111111111111111111111111111"]),
        (["tron"], ["T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"]),
        (["ton"], [$"0:{new string('0', 64)}"]),
        (["hedera"], ["0.0.0"]),
        (["stellar"], ["CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA"]),
    }.SelectMany(row => row.Networks.SelectMany(network => row.Addresses.Select(address => (network, address)))).ToFrozenSet();

    public static IEnumerable<string> Networks => Faces.Select(face => face.Network);

    /// <summary>Whether an address in canonical form is the network's own coin.</summary>
    public static bool Contains(string network, string address) => Sentinels.Contains(address) || Faces.Contains((network, address));
}
