using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>Runs of one wallet on one network, half a minute apart: every price is fresh and every asset in memory after the first.</summary>
static class OneWallet
{
    const int Few = 100;
    const int More = 300;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public static async Task MeasureAsync(Report report)
    {
        await StartAsync(More, async run =>
        {
            await run.NextAsync();
            await run.NaiveAsync();
            report.Cost("unchanged run of 300 positions", await run.NextAsync(), units: 19, requests: 1, await run.NaiveAsync());
        });
        await StartAsync(Few, async run =>
        {
            report.Cost("cold run of 100 positions with 100 new assets", await run.NextAsync(), units: 740, requests: 10, await run.NaiveAsync());
            report.Cost("unchanged run of 100 positions", await run.NextAsync(), units: 19, requests: 1, await run.NaiveAsync());
            run.Change(1);
            report.Cost("1 of 100 positions changed", await run.NextAsync(), units: 47, requests: 3, await run.NaiveAsync());
            run.Change(5);
            report.Cost("5 of 100 positions changed", await run.NextAsync(), units: 47, requests: 3, await run.NaiveAsync());
            run.Change(Few);
            report.Cost("all 100 positions changed", await run.NextAsync(), units: 47, requests: 3, await run.NaiveAsync());
            report.Note("all 100 positions changed: units, registry", run.RegistryUnits, "RU");
        });
    }

    static async Task StartAsync(int positions, Func<Runs, Task> measureAsync)
    {
        var clock = new ManualTimeProvider();
        var held = new Catalogue(1).Positions(positions).ToArray();
        await using var fleet = await Fleet.StartAsync(1, clock, _ => held);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        await measureAsync(new Runs(fleet, naive, clock, held));
    }

    sealed class Runs(Fleet fleet, NaiveSync naive, ManualTimeProvider clock, ProviderPosition[] held)
    {
        static readonly string Wallet = Catalogue.Wallet(1);

        /// <summary>The registry's share of the last run.</summary>
        public double RegistryUnits { get; private set; }

        /// <summary>Changes the amounts of positions that are spread evenly over the wallet.</summary>
        public void Change(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var place = i * held.Length / count;
                held[place] = held[place] with { RawAmount = held[place].RawAmount + 1 };
            }
        }

        public async Task<UnitCost> NextAsync()
        {
            clock.Advance(Pause);
            var cost = await fleet.SyncAsync(Wallet);
            RegistryUnits = cost.UnitsTo("registry");
            return UnitCost.Of(cost);
        }

        public async Task<UnitCost> NaiveAsync() => UnitCost.Of(await fleet.MeasureAsync(() => naive.SyncAsync(Wallet, held)));
    }
}
