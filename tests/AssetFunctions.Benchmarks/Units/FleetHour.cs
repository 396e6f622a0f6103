using System.Numerics;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>
/// A platform of wallets that are synced once an hour, all in: the schedule's tick of every minute, the claims, the runs, and a price refresh every ten
/// minutes with its history. Left out is the deletion of expired documents. One instance with Redis.
/// </summary>
static class FleetHour
{
    const int Wallets = 1_000;
    const int PositionsPerWallet = 100;
    const int Assets = 5_000;
    const int Networks = 12;
    const int Seed = 20260301;
    const int ChangedPositions = 5;
    const int ChangedWalletEvery = 20;
    const int RefreshesAnHour = 6;

    // Due times are jittered by a tenth of the interval.
    const int Minutes = 66;

    const double ManyWallets = 1_000_000;
    const double ManyAssets = 50_000;

    public static async Task MeasureAsync(Report report)
    {
        var redis = await RedisFixture.StartNewAsync();
        try
        {
            var clock = new ManualTimeProvider();
            var platform = new Platform();
            var options = new FleetOptions
            {
                SharesClock = true,
                Prices = new MovingPrices(clock),
                Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Redis:ConnectionString"] = redis.ConnectionString },
            };
            await using var fleet = await Fleet.StartAsync(clock, platform.PositionsOf, options);
            var wallets = Enumerable.Range(0, Wallets).Select(Catalogue.Wallet).ToList();
            await ScheduledRuns.RegisterAsync(fleet, wallets, TimeSpan.FromHours(1));
            await ScheduledRuns.TickAsync(fleet);

            // A wallet whose first run is its last one is due twice as often as registered. The longer interval does not move the next due time.
            await ScheduledRuns.RegisterAsync(fleet, wallets, TimeSpan.FromHours(2));
            platform.IsWalletChanged = number => number % ChangedWalletEvery == 0;
            await HourAsync(report, fleet, clock, platform, "5% of wallets changed", target: 42, manyTarget: 34);
            platform.IsWalletChanged = _ => true;
            await HourAsync(report, fleet, clock, platform, "5% of positions in every run", target: 68, manyTarget: 60);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    static async Task HourAsync(Report report, Fleet fleet, ManualTimeProvider clock, Platform platform, string label, double target, double manyTarget)
    {
        platform.Round++;
        var completed = fleet.Summaries.Completed;
        var (naiveUnits, naiveRequests) = (fleet.Summaries.SumOf("NaiveRequestUnits"), fleet.Summaries.SumOf("NaiveRequests"));
        var (minutes, refreshes, idle) = (new UnitCost(0, 0), new List<UnitCost>(), new List<UnitCost>());
        for (var minute = 1; minute <= Minutes; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            if (minute % PriceTicks.Interval.TotalMinutes == 0)
            {
                refreshes.Add(await PriceTicks.TickAsync(fleet));
            }

            var before = fleet.Summaries.Completed;
            var tick = await ScheduledRuns.TickAsync(fleet);
            minutes += tick;
            if (fleet.Summaries.Completed == before)
            {
                idle.Add(tick);
            }
        }

        var runs = fleet.Summaries.Completed - completed;
        if (runs != Wallets)
        {
            throw new BenchmarkException($"{runs} of {Wallets} wallets were synced in the hour.");
        }

        await PriceTicks.RequireAsync(fleet, platform.Asset(Assets / 2), clock.GetUtcNow() - TimeSpan.FromMinutes(Minutes % PriceTicks.Interval.TotalMinutes));
        var none = UnitCost.Mean(idle);
        var run = 1.0 / runs * (minutes - (Minutes * none));
        var price = 1.0 / Assets * UnitCost.Mean(refreshes);
        var naive = 1.0 / runs * new UnitCost(fleet.Summaries.SumOf("NaiveRequestUnits") - naiveUnits, fleet.Summaries.SumOf("NaiveRequests") - naiveRequests);
        report.Cost($"fleet by the hour, {label}, per wallet and sync", AllIn(Wallets, Assets), target, naive: naive);
        report.Cost($"fleet by the hour, {label}, claim and run alone", run);
        report.Note($"fleet by the hour, {label}, a refreshed price: units", price.Units, "RU");
        report.AtMost($"fleet by the hour, {label}, a million wallets: units", AllIn(ManyWallets, ManyAssets).Units, "RU", manyTarget);

        // Runs and claims cost the same in any fleet; prices and empty ticks are shared by all of its wallets.
        UnitCost AllIn(double wallets, double assets) => run + (RefreshesAnHour * assets / wallets * price) + (60 / wallets * none);
    }

    /// <summary>What the wallets hold.</summary>
    sealed class Platform
    {
        readonly Catalogue _catalogue = new(Networks);
        readonly IReadOnlyList<int[]> _portfolios =
            ZipfPortfolios.SpreadOver(ZipfPortfolios.Draw(Wallets, PositionsPerWallet, Assets, new Random(Seed)), Wallets / 5, Assets);

        /// <summary>Grows when wallets change.</summary>
        public int Round { get; set; }

        public Func<int, bool> IsWalletChanged { get; set; } = _ => false;

        public AssetKey Asset(int rank) => _catalogue.Position(rank, BigInteger.One).Asset;

        public IReadOnlyList<ProviderPosition> PositionsOf(string wallet)
        {
            var number = Catalogue.NumberOf(wallet);
            var changed = IsWalletChanged(number) ? ChangedPositions : 0;
            return [.. _portfolios[number].Select((rank, place) => _catalogue.Position(rank, new BigInteger(1_000 + rank + (IsChanged(place) ? Round : 0))))];

            // The same share of every wallet, spread over it.
            bool IsChanged(int place) => place % (PositionsPerWallet / ChangedPositions) == 0 && changed > 0;
        }
    }
}
