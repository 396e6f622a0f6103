using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Tests;

/// <summary>Builds positions, assets and runs that are valid unless a test says otherwise.</summary>
static class TestRows
{
    public const string Wallet = "0x00000000000000000000000000000000000a11ce";

    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static string Address(int n) => $"0x{n:x40}";

    public static ProviderPosition Position(
        int n = 1, string network = "ethereum", BigInteger? amount = null, decimal? price = 2m, string type = PositionTypes.Wallet, int decimals = 18) => new()
        {
            Asset = AssetIdentity.Canonicalize(network, Address(n)),
            Facts = Facts($"T{n}"),
            ProviderRef = $"ref-{network}-{n}-{type}",
            Type = type,
            Name = "Asset",
            RawAmount = amount ?? BigInteger.Pow(10, 18),
            Decimals = decimals,
            PriceUsd = price,
        };

    public static IReadOnlyList<ProviderPosition> Positions(int count, string network = "ethereum") =>
        [.. Enumerable.Range(1, count).Select(n => Position(n, network))];

    public static AssetFacts Facts(string symbol = "T1") => new() { Symbol = symbol, Name = $"Token {symbol}", Decimals = 18 };

    public static Asset Asset(int n = 1, string network = "ethereum", decimal? price = 2m, DateTimeOffset? asOf = null) => new()
    {
        Key = AssetIdentity.Canonicalize(network, Address(n)),
        Facts = Facts($"T{n}"),
        Price = price is { } usd ? new AssetPrice(usd, asOf ?? Noon, "zerion") : null,
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };

    public static SyncRun Run(string runId = "run-1", DateTimeOffset? startedAt = null) => new()
    {
        Wallet = Wallet,
        RunId = runId,
        StartedAt = startedAt ?? Noon,
        Provider = "zerion",
        ChunkCount = 1,
        Layout = "layout",
        PositionCount = 0,
    };
}
