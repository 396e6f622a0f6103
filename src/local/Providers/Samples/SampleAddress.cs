using SimpleBase;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>Made-up addresses in the format of real ones.</summary>
static class SampleAddress
{
    const int EvmBytes = 20;
    const int SolanaBytes = 32;

    public static string Evm(Random random) => $"0x{Convert.ToHexStringLower(Bytes(random, EvmBytes))}";

    public static string Solana(Random random) => Base58.Bitcoin.Encode(Bytes(random, SolanaBytes));

    static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
