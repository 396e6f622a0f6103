using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>The price refresh of 600 held assets of one network every ten minutes of a day, with the history that it writes.</summary>
static class PriceTicks
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    const int Assets = 600;
    const int TicksADay = 144;

    public static async Task MeasureAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var held = new Catalogue(1).Positions(Assets);
        await using var fleet = await Fleet.StartAsync(clock, _ => held, new FleetOptions { Prices = new MovingPrices(clock), SharesClock = true });
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        await fleet.SyncAsync(Catalogue.Wallet(1));
        await naive.SyncAsync(Catalogue.Wallet(1), held);

        var ticks = new List<UnitCost>();
        for (var tick = 0; tick < TicksADay; tick++)
        {
            clock.Advance(Interval);
            ticks.Add(await TickAsync(fleet));
        }

        await RequireAsync(fleet, held[Assets / 2].Asset, clock.GetUtcNow());
        var plain = new UnitCost(Statistics.Median(ticks.Select(tick => tick.Units)), Statistics.Median(ticks.Select(tick => tick.Requests)));
        var refreshed = await fleet.MeasureAsync(() => naive.RefreshAsync(held.Select(position => position.Asset), 2.6m));
        report.Cost("refresh of 600 held prices, mean of a day", UnitCost.Mean(ticks), units: 175, requests: 8, UnitCost.Of(refreshed));
        report.Cost("refresh of 600 held prices, median tick", plain);
        report.Note("refresh of 600 held prices, dearest tick: units", ticks.Max(tick => tick.Units), "RU");
    }

    public static async Task<UnitCost> TickAsync(Fleet fleet) =>
        UnitCost.Of(await fleet.MeasureAsync(() => fleet.Services.GetRequiredService<PriceRefreshPlanner>().PlanAsync(default)));

    /// <exception cref="BenchmarkException">The price of the asset was not refreshed at that time.</exception>
    public static async Task RequireAsync(Fleet fleet, AssetKey asset, DateTimeOffset refreshedAt)
    {
        var stored = await fleet.Services.GetRequiredService<IAssetRegistry>().ReadAsync([asset], default);
        if (stored.Single().Price?.AsOf != refreshedAt)
        {
            throw new BenchmarkException($"The price of {asset} was not refreshed: it is of {stored.Single().Price?.AsOf:u}.");
        }
    }
}

/// <summary>Prices every asset as of now, a little dearer with every minute.</summary>
sealed class MovingPrices(TimeProvider clock) : IPriceProvider
{
    readonly DateTimeOffset _start = clock.GetUtcNow();

    public string Name => "defillama";

    public Task<ProviderResult> FetchPricesAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var usd = 2.5m + ((decimal)(now - _start).TotalMinutes / 10_000);
        return Task.FromResult<ProviderResult>(new ProviderResult.Served<PriceSet>(
            new PriceSet { Quotes = [.. assets.Select(asset => new PriceQuote(asset, usd, now))], Absent = [] }));
    }
}
