using AssetFunctions.Cosmos;
using AssetFunctions.LocalCosmos;
using AssetFunctions.Sync.Pricing;
using AssetFunctions.Sync.Registry;
using AssetFunctions.Testing.PriceRefresh;
using AssetFunctions.Testing.Pricing;
using AssetFunctions.Testing.Registry;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>What a refresh of the prices of a thousand held assets of one network costs the database.</summary>
sealed class PricesCase : IBenchmarkCase
{
    const int Assets = 1_000;
    const string Network = "ethereum";

    // Twenty batches of fifty, two pages, and the networks with the plan of their query.
    const int Target = 26;

    public string Name => "prices";

    public async Task RunAsync(Report report)
    {
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Cosmos:ConnectionString", (string?)server.ConnectionString)])
            .Build();
        await using var services = new ServiceCollection().AddCosmosStores(configuration).BuildServiceProvider();
        await services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        var registry = services.GetRequiredService<IAssetRegistry>();
        var clock = new ManualTimeProvider(AssetExamples.Noon);
        var source = new ScriptedPriceSource();
        var held = AssetExamples.Assets(Network, Assets).Select(asset => asset with { HeldAt = AssetExamples.Noon }).ToList();
        foreach (var batch in held.Chunk(CosmosDefaults.BatchOperations))
        {
            await registry.CreateAsync(Network, batch, default);
        }

        using var driver = new PriceRefreshDriver(registry, source, clock);
        await MeasureAsync("no price known", Target);
        clock.Advance(TimeSpan.FromMinutes(10));
        await MeasureAsync("every price old", Target);
        await MeasureAsync("the same tick again", target: 4);
        report.Note("source: fetches of two ticks", source.Asked.Count, "fetches");
        report.AtMost("source: assets asked for, of 2,000 due", source.Asked.Sum(keys => keys.Count), "assets", 2 * Assets);

        async Task MeasureAsync(string state, double target)
        {
            foreach (var asset in held)
            {
                source.Price(new PriceQuote(asset.Key, 1.5m, clock.GetUtcNow()));
            }

            var before = server.Meter.Snapshot();
            await driver.TickAsync(Network);
            var cost = new SyncCost(server.Meter.Snapshot() - before, TimeSpan.Zero);
            report.AtMost($"1,000 held assets, {state}: requests", cost.Requests, "requests", target);
            report.Note($"1,000 held assets, {state}: units", cost.RequestUnits, "RU");
        }
    }
}
