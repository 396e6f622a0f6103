using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Cosmos;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.DefiLlama;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// What a refresh of the prices of a thousand held assets of one network costs: requests counted by the database, and calls counted where the
/// real client's requests arrive.
/// </summary>
sealed class PricesCase : IBenchmarkCase
{
    const int Assets = 1_000;
    const string Network = "ethereum";

    // The networks with the plan of their query, then directory, changed assets, pages and their batch, and the directory once more.
    const int Target = 8;

    const int IdsPerCall = 150;

    public string Name => "prices";

    public async Task RunAsync(Report report)
    {
        var clock = new ManualTimeProvider(AssetExamples.Noon);
        await using var provider = await PriceSimulator.StartAsync(key: null, clock);
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0, Clock = clock });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                KeyValuePair.Create("Cosmos:ConnectionString", (string?)server.ConnectionString),
                KeyValuePair.Create("DefiLlama:BaseAddress", (string?)provider.Address.ToString()),

                // A clock that stands still would never give a call its turn.
                KeyValuePair.Create("DefiLlama:CallsPerSecond", (string?)string.Empty),
            ])
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddCosmosStores(configuration)
            .AddDefiLlamaPrices(configuration)
            .BuildServiceProvider();
        await services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        var registry = services.GetRequiredService<IAssetRegistry>();
        var held = AssetExamples.Assets(Network, Assets).Select(asset => asset with { HeldAt = AssetExamples.Noon }).ToList();
        foreach (var batch in held.Chunk(CosmosDefaults.BatchOperations))
        {
            await registry.CreateAsync(Network, batch, default);
        }

        using var driver = new PriceRefreshDriver(registry, services.GetRequiredService<IPriceProvider>(), clock, pages: services.GetRequiredService<IPricePages>());
        await MeasureAsync("no price known", Target, CallsOf(Assets));
        clock.Advance(TimeSpan.FromMinutes(10));
        await MeasureAsync("every price old", Target, CallsOf(Assets));
        await MeasureAsync("the same tick again", target: 5, calls: 0);

        async Task MeasureAsync(string state, double target, double calls)
        {
            foreach (var asset in held)
            {
                provider.Serve(asset.Key.ToString(), $$"""{"price":1.5,"timestamp":{{clock.GetUtcNow().ToUnixTimeSeconds()}},"confidence":0.99}""");
            }

            var before = server.Meter.Snapshot();
            var requested = provider.Requests.Count;
            await driver.TickAsync(Network);
            var cost = new SyncCost(server.Meter.Snapshot() - before, TimeSpan.Zero);
            report.AtMost($"1,000 held assets, {state}: requests", cost.Requests, "requests", target);
            report.AtMost($"1,000 held assets, {state}: calls to the provider", provider.Requests.Count - requested, "calls", calls);
            report.Note($"1,000 held assets, {state}: units", cost.RequestUnits, "RU");
        }
    }

    static double CallsOf(int assets) => Math.Ceiling(assets / (double)IdsPerCall);
}
