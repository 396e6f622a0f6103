using System.Numerics;
using System.Text;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>Made-up addresses that have the form of real ones.</summary>
static class SampleAddress
{
    const string Base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const int EvmBytes = 20;
    const int SolanaBytes = 32;

    public static string Evm(Random random) => $"0x{Convert.ToHexStringLower(Bytes(random, EvmBytes))}";

    public static string Solana(Random random)
    {
        var number = new BigInteger(Bytes(random, SolanaBytes), isUnsigned: true, isBigEndian: true);
        var text = new StringBuilder();
        while (number > 0)
        {
            number = BigInteger.DivRem(number, Base58Alphabet.Length, out var digit);
            text.Insert(0, Base58Alphabet[(int)digit]);
        }

        return text.ToString();
    }

    static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
