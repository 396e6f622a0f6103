using System.Numerics;

namespace AssetFunctions.Local.Providers.Samples;

/// <summary>Deterministic prices and amounts. A price depends only on the asset, so all wallets see the same one.</summary>
static partial class SampleMarket
{
    const int UnpricedPercent = 15;
    const int SignificantDigits = 9;

    /// <summary>US dollars per token between 1e-7 and 10,000, or null for the few tokens without a market price.</summary>
    public static decimal? Price(Token token)
    {
        var random = new Random(Hash($"{token.Network}:{token.Address?.ToLowerInvariant()}"));
        if (token.Address is not null && random.Next(100) < UnpricedPercent)
        {
            return null;
        }

        var price = (decimal)random.NextInt64((long)BigInteger.Pow(10, SignificantDigits - 1), (long)BigInteger.Pow(10, SignificantDigits));
        for (var shift = random.Next(5, 15); shift > 0; shift--)
        {
            price /= 10;
        }

        return price;
    }

    /// <summary>Between a thousandth of a token and ten thousand tokens, with all its decimals in use.</summary>
    public static BigInteger Amount(Token token, Random random)
    {
        var digits = Math.Max(1, token.Decimals + random.Next(-2, 5));
        var amount = new BigInteger(random.Next(1, 10));
        for (var digit = 1; digit < digits; digit++)
        {
            amount = (amount * 10) + random.Next(10);
        }

        return amount;
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    static int Hash(string text) => (int)text.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619u);
}
