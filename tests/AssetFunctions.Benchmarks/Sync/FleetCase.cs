using System.Globalization;
using System.Numerics;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>A platform that grows: wallets that hold what many hold, popularity after Zipf, three instances.</summary>
sealed class FleetCase : IBenchmarkCase
{
    const int Wallets = 1_000;
    const int WarmUp = 200;
    const int PositionsPerWallet = 100;
    const int Assets = 5_000;
    const int Instances = 3;
    const int Networks = 12;
    const int Seed = 20260301;

    public string Name => "fleet";

    public async Task RunAsync(Report report)
    {
        var catalogue = new Catalogue(Networks);
        var portfolios = ZipfPortfolios.Draw(Wallets, PositionsPerWallet, Assets, new Random(Seed));
        await using var fleet = await Fleet.StartAsync(Instances, TimeProvider.System, wallet => Holdings(catalogue, portfolios, wallet));

        var warmUp = await fleet.SyncAsync(Enumerable.Range(0, WarmUp).Select(Catalogue.Wallet));
        var known = portfolios.Take(WarmUp).SelectMany(ranks => ranks).ToHashSet();
        var cost = await fleet.SyncAsync(Enumerable.Range(WarmUp, Wallets - WarmUp).Select(Catalogue.Wallet));
        var discovered = portfolios.Skip(WarmUp).SelectMany(ranks => ranks).Distinct().Count(rank => !known.Contains(rank));
        var naive = NaiveRequests(portfolios.Skip(WarmUp), discovered);

        var counted = Wallets - WarmUp;
        report.Note("first 200 wallets: requests per wallet", (double)warmUp.Requests / WarmUp, "requests");
        report.Note("first 200 wallets: registry requests per wallet", (double)warmUp.RequestsTo("registry") / WarmUp, "requests");
        report.Note("other 800 wallets: assets nobody held before, per wallet", (double)discovered / counted, "assets");
        report.AtMost("other 800 wallets: registry requests per wallet", (double)cost.RequestsTo("registry") / counted, "requests", 0.5);
        report.Note("other 800 wallets: requests per wallet", (double)cost.Requests / counted, "requests");
        report.Note("other 800 wallets: requests per wallet, naive", (double)naive / counted, "requests");
        report.Note("other 800 wallets: units per wallet", cost.RequestUnits / counted, "RU");
        report.Note("other 800 wallets: wallets per second", counted / cost.WallTime.TotalSeconds, "wallets");

        var stored = await fleet.CountAssetsAsync();
        report.AtMost("documents per asset", (double)stored / portfolios.SelectMany(ranks => ranks).Distinct().Count(), "documents", 1);
    }

    // Find and upsert per position, and a creation per asset that is new: what the naive algorithm sends without a fault.
    static int NaiveRequests(IEnumerable<int[]> portfolios, int discovered) => portfolios.Sum(ranks => 2 * ranks.Length) + discovered;

    static List<ProviderPosition> Holdings(Catalogue catalogue, IReadOnlyList<int[]> portfolios, string wallet) =>
        [.. portfolios[Catalogue.NumberOf(wallet)].Select(rank => catalogue.Position(rank, new BigInteger(1_000 + rank)))];
}

/// <summary>What wallets hold when the popularity of assets follows Zipf's law: the asset of rank r is held with weight 1/r.</summary>
static class ZipfPortfolios
{
    /// <summary>Draws distinct assets per wallet without replacement (Efraimidis and Spirakis: the largest of u^(1/w)).</summary>
    public static IReadOnlyList<int[]> Draw(int wallets, int positions, int assets, Random random)
    {
        var portfolios = new List<int[]>(wallets);
        var keys = new double[assets];
        var ranks = new int[assets];
        for (var wallet = 0; wallet < wallets; wallet++)
        {
            for (var rank = 0; rank < assets; rank++)
            {
                ranks[rank] = rank;
                keys[rank] = -Math.Log(1 - random.NextDouble()) * (rank + 1);
            }

            Array.Sort(keys, ranks);
            portfolios.Add(ranks[..positions]);
        }

        return portfolios;
    }
}
