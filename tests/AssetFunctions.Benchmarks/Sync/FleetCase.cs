using System.Numerics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// A platform of three instances on one Redis: wallets that hold what many hold, popularity after Zipf. Twice: once the way the law has it,
/// where rare assets keep turning up and each costs its creation, and once with every asset in the hands of one of the first wallets.
/// </summary>
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
        var portfolios = ZipfPortfolios.Draw(Wallets, PositionsPerWallet, Assets, new Random(Seed));
        await MeasureAsync(report, "every asset known after 200 wallets", ZipfPortfolios.SpreadOver(portfolios, WarmUp, Assets), target: 0.5);
        await MeasureAsync(report, "assets turn up all the time", portfolios, target: null);
    }

    static async Task MeasureAsync(Report report, string label, IReadOnlyList<int[]> portfolios, double? target)
    {
        var catalogue = new Catalogue(Networks);
        var redis = await RedisFixture.StartNewAsync();
        try
        {
            await using var fleet = await Fleet.StartAsync(
                Instances, TimeProvider.System, wallet => Positions(catalogue, portfolios, wallet), ("Redis:ConnectionString", redis.ConnectionString));
            var warmUp = await fleet.SyncAsync(Enumerable.Range(0, WarmUp).Select(Catalogue.Wallet));
            var cpuBefore = Environment.CpuUsage.TotalTime;
            var cost = await fleet.SyncAsync(Enumerable.Range(WarmUp, Wallets - WarmUp).Select(Catalogue.Wallet));
            var cpu = Environment.CpuUsage.TotalTime - cpuBefore;

            var known = portfolios.Take(WarmUp).SelectMany(ranks => ranks).ToHashSet();
            var discovered = portfolios.Skip(WarmUp).SelectMany(ranks => ranks).Distinct().Count(rank => !known.Contains(rank));
            const double Counted = Wallets - WarmUp;
            report.Note($"{label}: registry requests per wallet, first 200", (double)warmUp.RequestsTo("registry") / WarmUp, "requests");
            report.Note($"{label}: new assets per wallet, other 800", discovered / Counted, "assets");
            report.AtMostIf(target, $"{label}: registry requests per wallet, other 800", cost.RequestsTo("registry") / Counted, "requests");
            report.Note($"{label}: requests per wallet, other 800", cost.Requests / Counted, "requests");
            report.Note($"{label}: requests per wallet, naive", NaiveRequests(portfolios.Skip(WarmUp), discovered) / Counted, "requests");
            report.Note($"{label}: units per wallet, other 800", cost.RequestUnits / Counted, "RU");
            report.Note($"{label}: wallets per second, other 800", Counted / cost.WallTime.TotalSeconds, "wallets");
            report.Note($"{label}: CPU per run, database included, other 800", cpu.TotalMilliseconds / Counted, "ms");
            var held = portfolios.SelectMany(ranks => ranks).Distinct().Count();
            report.AtMost($"{label}: documents per asset", (double)await fleet.CountAssetsAsync() / held, "documents", 1);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    // Find and upsert per position, and a creation per asset that is new: what the naive algorithm sends when no request fails.
    static int NaiveRequests(IEnumerable<int[]> portfolios, int discovered) => portfolios.Sum(ranks => 2 * ranks.Length) + discovered;

    static List<ProviderPosition> Positions(Catalogue catalogue, IReadOnlyList<int[]> portfolios, string wallet) =>
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

    /// <summary>Gives every asset a holder among the first wallets, in place of assets that others of them hold too.</summary>
    public static IReadOnlyList<int[]> SpreadOver(IReadOnlyList<int[]> portfolios, int first, int assets)
    {
        var spread = portfolios.Select(ranks => ranks.ToArray()).ToList();
        var holders = new int[assets];
        foreach (var rank in spread.Take(first).SelectMany(ranks => ranks))
        {
            holders[rank]++;
        }

        var wallet = 0;
        foreach (var missing in Enumerable.Range(0, assets).Where(rank => holders[rank] == 0))
        {
            var ranks = spread[wallet++ % first];
            var place = Array.FindIndex(ranks, rank => holders[rank] > 1);
            holders[ranks[place]]--;
            ranks[place] = missing;
            holders[missing] = 1;
        }

        return spread;
    }
}
