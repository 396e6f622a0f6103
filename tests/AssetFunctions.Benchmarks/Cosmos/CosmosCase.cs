using System.Diagnostics;
using System.Text.Json;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Benchmarks.Cosmos;

/// <summary>The local Cosmos server through the real SDK: speed in memory, start, and room for a million items.</summary>
sealed class CosmosCase : IBenchmarkCase
{
    const int Items = 1000;
    const int Million = 1_000_000;
    const int BatchSize = 100;

    static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public string Name => "cosmos";

    public async Task RunAsync(Report report)
    {
        await MeasureStartAsync(report);
        await MeasureOperationsAsync(report);
        await MeasureMemoryAsync(report);
    }

    static async Task MeasureStartAsync(Report report)
    {
        var times = new List<double>();
        using var client = new HttpClient();
        for (var i = 0; i < 7; i++)
        {
            // From the start of the process to its first answer.
            var began = Stopwatch.GetTimestamp();
            await using var server = await ServerProcess.StartAsync();
            using var answer = await client.GetAsync(server.Endpoint);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        report.AtMost("start of the process, median", times[times.Count / 2], "ms", 300);
    }

    static async Task MeasureOperationsAsync(Report report)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = Connect(server.Endpoint);
        var container = await CreateContainerAsync(client);
        for (var i = 0; i < Items; i++)
        {
            await container.UpsertItemAsync(Document(i), KeyOf(i));
        }

        var reads = await Throughput.MeasureAsync(
            i => container.ReadItemAsync<Item>(IdOf(i % Items), KeyOf(i % Items)), Round, rounds: 3);
        report.AtLeast("point reads", reads, "1/s", 3000);

        var upserts = await Throughput.MeasureAsync(
            i => container.UpsertItemAsync(Document(i % Items), KeyOf(i % Items)), Round, rounds: 3);
        report.AtLeast("upserts of 1 KB", upserts, "1/s", 1500);

        await MeasureBatchAsync(report, container);
    }

    /// <summary>
    /// The documents are small, a price and when it was taken, so that the figure tells what a batch costs rather than how
    /// fast a client writes JSON.
    /// </summary>
    static async Task MeasureBatchAsync(Report report, Container container)
    {
        var (upsert, batch) = await Throughput.MedianLatenciesAsync(
            i => container.UpsertItemAsync(Price(i, KeyTextOf(i)), KeyOf(i)),
            i => UpsertBatchAsync(container, i % 50, Price),
            count: 1500);
        report.Note("one upsert of 0.2 KB, median", upsert, "ms");
        report.Note("batch of 100 such upserts, median", batch, "ms");
        report.AtMost("batch of 100 against one upsert, 0.2 KB each", batch / upsert, "times", 5);

        var (large, largeBatch) = await Throughput.MedianLatenciesAsync(
            i => container.UpsertItemAsync(Document(i % Items), KeyOf(i % Items)),
            i => UpsertBatchAsync(container, i % 50, (n, key) => Document(n) with { Pk = key }),
            count: 500);
        report.Note("batch of 100 against one upsert, 1 KB each", largeBatch / large, "times");
    }

    static async Task MeasureMemoryAsync(Report report)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = Connect(server.Endpoint);
        var container = await CreateContainerAsync(client);
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Million / BatchSize),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (batch, _) => await UpsertBatchAsync(container, batch, (i, key) => Document(i) with { Pk = key }));
        report.Note("loading a million items in batches", Million / Stopwatch.GetElapsedTime(began).TotalSeconds, "1/s");
        report.AtMost("peak working set with a million items of 1 KB", server.PeakWorkingSet / (1024.0 * 1024 * 1024), "GiB", 3);
    }

    static async Task UpsertBatchAsync<T>(Container container, int number, Func<int, string, T> document)
    {
        var key = "batch " + number;
        var batch = container.CreateTransactionalBatch(new PartitionKey(key));
        for (var i = 0; i < BatchSize; i++)
        {
            batch.UpsertItem(document(i, key), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false });
        }

        using var response = await batch.ExecuteAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException("A batch failed with " + response.StatusCode);
        }
    }

    static CosmosClient Connect(Uri endpoint) => new(endpoint.ToString(), LocalCosmosOptions.WellKnownKey, new CosmosClientOptions
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
    });

    static async Task<Container> CreateContainerAsync(CosmosClient client)
    {
        Database database = await client.CreateDatabaseIfNotExistsAsync("bench");
        var properties = new ContainerProperties("items", "/pk")
        {
            IndexingPolicy = new IndexingPolicy { IncludedPaths = { new IncludedPath { Path = "/v/?" } }, ExcludedPaths = { new ExcludedPath { Path = "/*" } } },
        };
        return await database.CreateContainerIfNotExistsAsync(properties);
    }

    static string IdOf(int i) => "item " + i;

    static string KeyTextOf(int i) => "key " + i % 50;

    static PartitionKey KeyOf(int i) => new(KeyTextOf(i));

    static Item Document(int i) => new(IdOf(i), KeyTextOf(i), i, Item.Filler);

    static Price Price(int i, string key) => new(IdOf(i % Items), key, i, "1234.000000000000000001", "2026-01-01T00:00:00.0000000Z", "source", 0.97);

    sealed record Item(string Id, string Pk, int V, string Text)
    {
        /// <summary>Brings a document to 1 KB.</summary>
        public static readonly string Filler = new('x', 960);
    }
}

/// <summary>A document of the size of a price.</summary>
sealed record Price(string Id, string Pk, int V, string Usd, string AsOf, string Source, double Confidence);
