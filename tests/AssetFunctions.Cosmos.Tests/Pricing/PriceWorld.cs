using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>A database of its own with one network of held assets, a price refresh and syncs, all by one clock.</summary>
sealed class PriceWorld : IAsyncDisposable
{
    public const string Network = "ethereum";

    readonly List<ServiceProvider> _services = [];
    readonly Dictionary<AssetKey, decimal> _prices = [];

    PriceWorld(LocalCosmosServer server, ManualTimeProvider clock) => (Server, Clock) = (server, clock);

    public LocalCosmosServer Server { get; }

    public ManualTimeProvider Clock { get; }

    public ScriptedPriceProvider Provider { get; } = new();

    public IReadOnlyList<AssetKey> Keys => [.. _prices.Keys];

    public IServiceProvider Services => _services[0];

    public IAssetRegistry Registry => Services.GetRequiredService<IAssetRegistry>();

    public IPricePages Pages => Services.GetRequiredService<IPricePages>();

    public IPriceHistory History => Services.GetRequiredService<IPriceHistory>();

    public Container Container => Services.GetRequiredService<CosmosClient>().GetContainer(CosmosDefaults.Database, ContainerDefinitions.Registry);

    public static async Task<PriceWorld> StartAsync()
    {
        var clock = new ManualTimeProvider(Noon);
        var world = new PriceWorld(await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0, Clock = clock }), clock);
        world.StartInstance();
        await world.Services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        return world;
    }

    /// <summary>Another instance of the app: clients, directories and caches of its own.</summary>
    public IServiceProvider StartInstance(WriteLayout layout = WriteLayout.Pages)
    {
        var services = CosmosFixture.Compose(Clock, ("ConnectionString", Server.ConnectionString), ("WriteLayout", layout.ToString()));
        _services.Add(services);
        return services;
    }

    /// <summary>Registers held assets with a first price each.</summary>
    public async Task RegisterAsync(int count)
    {
        var assets = Enumerable.Range(_prices.Count, count)
            .Select(number => Asset(Network, AddressOf(number), Price(PriceOf(number)), Facts($"TK{number % 900}")) with { HeldAt = Clock.GetUtcNow() })
            .ToList();
        foreach (var batch in assets.Chunk(CosmosDefaults.BatchOperations))
        {
            await Registry.CreateAsync(Network, batch, default);
        }

        foreach (var asset in assets)
        {
            _prices[asset.Key] = asset.Price!.Usd;
        }
    }

    /// <summary>Lets time pass, moves every price a little, and lets the provider know.</summary>
    public void Advance(double minutes)
    {
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        foreach (var (key, index) in Keys.Select((key, index) => (key, index)))
        {
            // As providers do, most prices have six or more digits and were observed some seconds ago.
            _prices[key] = Math.Round(_prices[key] * (1 + ((((index * 7) + (int)Clock.GetUtcNow().Minute) % 11 - 5) / 1000m)), 9);
            Provider.Price(new PriceQuote(key, _prices[key], Clock.GetUtcNow().AddSeconds(-(index % 37))) { Confidence = index % 9 == 0 ? 0.97m : 0.99m });
        }
    }

    public PriceRefreshDriver Refresher(IServiceProvider? instance = null) =>
        new((instance ?? Services).GetRequiredService<IAssetRegistry>(), Provider, Clock, pages: (instance ?? Services).GetRequiredService<IPricePages>());

    public async Task RefreshAsync()
    {
        using var refresher = Refresher();
        await refresher.TickAsync(Network);
    }

    /// <summary>One sync's prices of some assets, in an instance whose caches know nothing.</summary>
    public async Task<IReadOnlyList<AssetWrite>> SyncAsync(IServiceProvider instance, IEnumerable<AssetKey> keys)
    {
        using var cache = new AssetCache(
            instance.GetRequiredService<IAssetRegistry>(), Options.Create(new CacheOptions { RefreshAfter = 1 }), Clock, new Random(1),
            pages: instance.GetRequiredService<IPricePages>());
        return await cache.UpdatePricesAsync(
            [.. keys.Select(key => new PriceObservation(key, _prices[key], Clock.GetUtcNow(), "zerion") { IsHeld = true })],
            new PricingOptions().ToRules(Judging.Rules, PricingDefaults.LateThresholds),
            default);
    }

    public async Task<IReadOnlyDictionary<AssetKey, Asset>> StoredAsync() => (await Registry.ReadAsync(Keys, default)).ToDictionary(asset => asset.Key);

    /// <summary>The pages as they are stored, by id.</summary>
    public async Task<Dictionary<string, System.Text.Json.JsonElement>> PagesAsync(string prefix = "$prices-")
    {
        using var pages = Container.GetItemQueryIterator<System.Text.Json.JsonElement>(
            new QueryDefinition("SELECT * FROM c WHERE STARTSWITH(c.id, @prefix)").WithParameter("@prefix", prefix));
        var found = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal);
        while (pages.HasMoreResults)
        {
            foreach (var page in await pages.ReadNextAsync())
            {
                found.Add(page.GetProperty("id").GetString()!, page);
            }
        }

        return found;
    }

    public MeterSnapshot Meter() => Server.Meter.Snapshot();

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        await Server.DisposeAsync();
    }

    static string AddressOf(int number) =>
        $"0x{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))))[..40]}";

    static decimal PriceOf(int number) => Math.Round((decimal)Math.Pow(10, number % 9 - 5) * (1 + (number % 97 / 97m)), 9) + 0.000001m;
}
