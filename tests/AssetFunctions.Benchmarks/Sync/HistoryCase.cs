using System.Globalization;
using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Cosmos;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// What keeping the price history costs on top of updating prices, by layout: points that ride along in the asset's document and move away in
/// bulk (the product), a document per price, and a document per asset and day that grows.
/// </summary>
sealed class HistoryCase : IBenchmarkCase
{
    const int Assets = 50;

    // Three days at one price every ten minutes: a multiple of what gathers before it moves.
    const int Rounds = 12 * CosmosDefaults.RecentPrices;

    static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    static readonly DateTimeOffset Start = AssetExamples.Noon;

    public string Name => "history";

    public async Task RunAsync(Report report)
    {
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Cosmos:ConnectionString", (string?)server.ConnectionString)])
            .Build();
        await using var services = new ServiceCollection().AddCosmosStores(configuration).BuildServiceProvider();
        await services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
        using var bulk = new CosmosClient(server.ConnectionString, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            AllowBulkExecution = true,
            EnableContentResponseOnWrite = false,
            UseSystemTextJsonSerializerWithOptions = System.Text.Json.JsonSerializerOptions.Web,
        });
        var database = (await bulk.CreateDatabaseIfNotExistsAsync("layouts")).Database;

        var registry = services.GetRequiredService<IAssetRegistry>();
        await registry.CreateAsync("ethereum", AssetExamples.Assets("ethereum", Assets), default);
        await MeasureAsync(report, server, "prices with their history", round => registry.UpdateAsync(
            "ethereum",
            [.. AssetExamples.Assets("ethereum", Assets).Select(asset => new AssetUpdate(asset.Key, new AssetPrice(1m + round, Start + (round * Interval), "test"), null))],
            Interval,
            default));

        var points = await CreateAsync(database, "points");
        await MeasureAsync(report, server, "history alone, a document per price", round => EachAsync(asset =>
            points.CreateItemAsync(new PointDocument(Id(round), asset, round, "1.5", "test"), new PartitionKey(asset))));

        var days = await CreateAsync(database, "days");
        await MeasureAsync(report, server, "history alone, a document per day", round => EachAsync(asset => round % 144 == 0
            ? days.CreateItemAsync(new DayDocument(Id(round / 144), asset, [new DayPoint(round, "1.5", "test")]), new PartitionKey(asset))
            : days.PatchItemAsync<DayDocument>(Id(round / 144), new PartitionKey(asset), [PatchOperation.Add("/points/-", new DayPoint(round, "1.5", "test"))])));
    }

    static async Task MeasureAsync(Report report, LocalCosmosServer server, string layout, Func<int, Task> appendAsync)
    {
        var before = server.Meter.Snapshot();
        for (var round = 0; round < Rounds; round++)
        {
            await appendAsync(round);
        }

        var cost = new SyncCost(server.Meter.Snapshot() - before, default);
        const double Prices = Assets * Rounds;
        report.Note($"{layout}: requests per 1,000 prices", 1000 * cost.Requests / Prices, "requests");
        report.Note($"{layout}: units per price", cost.RequestUnits / Prices, "RU");
    }

    static async Task<Container> CreateAsync(Database database, string name)
    {
        var policy = new IndexingPolicy { ExcludedPaths = { new ExcludedPath { Path = "/*" } } };
        return await database.CreateContainerIfNotExistsAsync(new ContainerProperties(name, "/asset") { IndexingPolicy = policy });
    }

    static Task EachAsync(Func<string, Task> appendAsync) =>
        Task.WhenAll(Enumerable.Range(0, Assets).Select(asset => appendAsync($"ethereum:0x{asset:x40}")));

    static string Id(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    sealed record PointDocument(string Id, string Asset, int T, string U, string S);

    sealed record DayDocument(string Id, string Asset, IReadOnlyList<DayPoint> Points);

    sealed record DayPoint(int T, string U, string S);
}
