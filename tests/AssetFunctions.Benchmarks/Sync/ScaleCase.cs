using System.Globalization;
using System.Numerics;
using AssetFunctions.Benchmarks.Reporting;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>What one wallet costs while the number of wallets grows: first sync and unchanged sync, over assets that are known already.</summary>
sealed class ScaleCase : IBenchmarkCase
{
    const int PositionsPerWallet = 25;
    const int Assets = 2_000;
    const double Growth = 1.1;

    static readonly int[] Sizes = [10, 100, 1_000, 10_000];

    public string Name => "scale";

    public async Task RunAsync(Report report)
    {
        var catalogue = new Catalogue(networks: 4);
        await using var fleet = await Fleet.StartAsync(1, TimeProvider.System, wallet => Positions(catalogue, wallet));
        await fleet.SyncAsync(Enumerable.Range(Sizes.Sum(), Assets / PositionsPerWallet).Select(Catalogue.Wallet));

        var first = new List<(double Requests, double Units)>();
        var again = new List<(double Requests, double Units)>();
        var next = 0;
        foreach (var size in Sizes)
        {
            var wallets = Enumerable.Range(next, size).Select(Catalogue.Wallet).ToList();
            next += size;
            first.Add(PerWallet(await fleet.SyncAsync(wallets), size));
            again.Add(PerWallet(await fleet.SyncAsync(wallets), size));
        }

        for (var i = 0; i < Sizes.Length; i++)
        {
            var label = $"{Sizes[i].ToString("N0", CultureInfo.InvariantCulture)} wallets";
            report.Note($"{label}: requests per new wallet", first[i].Requests, "requests");
            report.Note($"{label}: units per new wallet", first[i].Units, "RU");
            report.Note($"{label}: requests per unchanged wallet", again[i].Requests, "requests");
            report.Note($"{label}: units per unchanged wallet", again[i].Units, "RU");
        }

        report.AtMost("growth of requests per new wallet, last to first", first[^1].Requests / first[0].Requests, "times", Growth);
        report.AtMost("growth of units per new wallet, last to first", first[^1].Units / first[0].Units, "times", Growth);
        report.AtMost("growth of requests per unchanged wallet, last to first", again[^1].Requests / again[0].Requests, "times", Growth);
        report.AtMost("growth of units per unchanged wallet, last to first", again[^1].Units / again[0].Units, "times", Growth);
    }

    static (double Requests, double Units) PerWallet(SyncCost cost, int wallets) => ((double)cost.Requests / wallets, cost.RequestUnits / wallets);

    // Every wallet holds a run of the market that starts somewhere of its own.
    static List<AssetFunctions.Sync.Positions.ProviderPosition> Positions(Catalogue catalogue, string wallet)
    {
        var number = Catalogue.NumberOf(wallet);
        var start = number * PositionsPerWallet;
        return [.. Enumerable.Range(0, PositionsPerWallet).Select(i => catalogue.Position((start + i) % Assets, new BigInteger(1_000 + i)))];
    }
}
