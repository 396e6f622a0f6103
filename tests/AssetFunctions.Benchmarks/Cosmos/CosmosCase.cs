using System.Diagnostics;
using System.Text.Json;
using AssetFunctions.Benchmarks.Measuring;
using AssetFunctions.Benchmarks.Reporting;
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
    const double MaxStartRatio = 1;
    const double MinReadRatio = 0.1;
    const double MinUpsertRatio = 0.1;

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
        var (bare, times) = (new List<double>(), new List<double>());
        using var client = new HttpClient();
        for (var i = 0; i < 7; i++)
        {
            bare.Add(await BareServer.TimeStartAsync(client));

            // From the start of the process to its first response.
            var began = Stopwatch.GetTimestamp();
            await using var server = await ServerProcess.StartAsync();
            using var response = await client.GetAsync(server.Endpoint);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        report.Note("start of the process, median", Statistics.Median(times), "ms");
        report.Note("start of a bare web server, median", Statistics.Median(bare), "ms");
        report.AtMost("start against that of a bare web server", Statistics.Median(times) / Statistics.Median(bare), "times", MaxStartRatio);
    }

    static async Task MeasureOperationsAsync(Report report)
    {
        await using var bare = await BareServer.StartAsync();
        using var http = new HttpClient { BaseAddress = bare.Endpoint };
        await using var server = await ServerProcess.StartAsync();
        using var client = Connect(server.Endpoint);
        var container = await CreateContainerAsync(client);
        for (var i = 0; i < Items; i++)
        {
            await container.UpsertItemAsync(Document(i), KeyOf(i));
        }

        await CompareAsync(
            "point reads",
            i => container.ReadItemAsync<Item>(IdOf(i % Items), KeyOf(i % Items)),
            "GETs",
            _ => http.GetByteArrayAsync(bare.Endpoint),
            MinReadRatio);
        await CompareAsync(
            "upserts of 1 KB",
            i => container.UpsertItemAsync(Document(i % Items), KeyOf(i % Items)),
            "POSTs of 1 KB",
            async _ =>
            {
                using var response = await http.PostAsync(bare.Endpoint, new StringContent(Item.Filler));
                await response.Content.ReadAsByteArrayAsync();
            },
            MinUpsertRatio);
        await MeasureBatchAsync(report, container);

        async Task CompareAsync(string metric, Func<int, Task> operation, string bareMetric, Func<int, Task> bareOperation, double target)
        {
            var (own, yardstick, ratio) = await Throughput.CompareAsync(operation, bareOperation, Round, rounds: 3);
            report.Note(metric, own, "1/s");
            report.Note($"{bareMetric} of a bare web server", yardstick, "1/s");
            report.AtLeast($"{metric} against {bareMetric} of a bare web server", ratio, "times", target);
        }
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
sealed record Price(string Id, string Pk, int V, string Usd, string AsOf, string Provider, double Confidence);
