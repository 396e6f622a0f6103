using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// A made-up market: assets by rank of their popularity, spread over networks, and what wallets hold of them. The same arguments always give
/// the same market.
/// </summary>
sealed class Catalogue(int networks)
{
    static readonly string[] Networks =
    [
        "ethereum", "base", "arbitrum", "polygon", "optimism", "binance-smart-chain", "avalanche", "solana", "linea", "zksync-era", "scroll", "blast",
    ];

    /// <summary>A position in the asset of a rank, from 0.</summary>
    /// <param name="amount">Raw amount, so that a holding can change.</param>
    /// <param name="priceUsd">Price, so that a price can change.</param>
    public ProviderPosition Position(int rank, BigInteger amount, decimal priceUsd = 2.5m) => new()
    {
        Asset = AssetIdentity.Canonicalize(Networks[rank % networks], string.Create(CultureInfo.InvariantCulture, $"0x{rank + 1:x40}")),
        Facts = new AssetFacts
        {
            Symbol = $"TKN{rank}", Name = $"Token number {rank}", Decimals = 18, IconUrl = $"https://icons.example/{rank}.png", GroupId = GroupOf(rank),
        },
        ProviderRef = $"0x{rank:x40}-wallet-asset-none",
        Type = PositionTypes.Wallet,
        Name = "Asset",
        RawAmount = amount,
        Decimals = 18,
        PriceUsd = priceUsd,
    };

    /// <summary>The first assets of the market, held in the amount of the round.</summary>
    public IReadOnlyList<ProviderPosition> Positions(int count, int round = 1) =>
        [.. Enumerable.Range(0, count).Select(rank => Position(rank, new BigInteger(1_000_000 + round), 2.5m + (round / 100m)))];

    /// <summary>Wallet addresses by number.</summary>
    public static string Wallet(int number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x40}");

    // As providers make them: 36 characters that do not compress.
    static string GroupOf(int rank) => new Guid(SHA256.HashData(BitConverter.GetBytes(rank)).AsSpan(0, 16)).ToString();

    public static int NumberOf(string wallet) => int.Parse(wallet.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
