using System.Net;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Durability;

/// <summary>
/// The server is killed while several writers commit transactional batches, and restarted on the same file. Each batch sets
/// every item of its partition to its own number and replaces the previous mark with its own, so a partition with two numbers
/// or two marks has a torn batch.
/// </summary>
[Trait("Starts", "processes")]
public sealed class KillTests : IDisposable
{
    const int Kills = 200;
    const int Writers = 4;
    const int ItemsPerBatch = 8;
    const int Seed = 41;
    const int MostBatchesBeforeKill = 24;

    readonly string _directory = Directory.CreateTempSubdirectory("kill-").FullName;
    readonly Random _random = new(Seed);

    /// <summary>The last batch of each writer that the server has acknowledged, and the last one sent.</summary>
    readonly int[] _acknowledged = new int[Writers];
    readonly int[] _sent = new int[Writers];

    string DataFile => Path.Combine(_directory, "data.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Trait("Runs", "long")]
    [Fact]
    public async Task No_acknowledged_batch_is_lost_and_none_is_torn_when_the_server_is_killed()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync("--data", DataFile);
            using var client = Connect(server.ConnectionString);
            var container = kill == 0 ? await CreateAsync(client) : client.GetContainer("db", "items");
            if (kill > 0)
            {
                await VerifyAsync(container, kill);
            }

            await WriteUntilKilledAsync(server, container, _random.Next(MostBatchesBeforeKill));
        }

        await using var last = await ServerProcess.StartAsync("--data", DataFile);
        using var reader = Connect(last.ConnectionString);
        await VerifyAsync(reader.GetContainer("db", "items"), Kills);
        Assert.True(_acknowledged.Sum() > Kills, "The writers were killed before they wrote.");
    }

    static CosmosClient Connect(string connectionString) => new(connectionString, new CosmosClientOptions
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
        HttpClientFactory = () => new HttpClient(new SocketsHttpHandler()),
    });

    static async Task<Container> CreateAsync(CosmosClient client)
    {
        Database database = await client.CreateDatabaseAsync("db");
        return await database.CreateContainerAsync("items", "/pk");
    }

    static PartitionKey KeyOf(int writer) => new("writer " + writer);

    async Task WriteUntilKilledAsync(ServerProcess server, Container container, int batchesBeforeKill)
    {
        using var stop = new CancellationTokenSource();
        var enough = new CountdownEvent(batchesBeforeKill + 1);
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(container, writer, enough, stop.Token))).ToArray();
        await Task.Run(enough.Wait);
        await server.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(writing);
        enough.Dispose();
    }

    async Task WriteAsync(Container container, int writer, CountdownEvent enough, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Signal(enough);
            var number = ++_sent[writer];
            var batch = container.CreateTransactionalBatch(KeyOf(writer));
            for (var i = 0; i < ItemsPerBatch; i++)
            {
                batch.UpsertItem(new Doc($"item {i}", "writer " + writer, number));
            }

            batch.CreateItem(new Doc($"batch {number}", "writer " + writer, number));
            if (_acknowledged[writer] > 0)
            {
                batch.DeleteItem($"batch {_acknowledged[writer]}");
            }

            try
            {
                using var response = await batch.ExecuteAsync(stop);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                _acknowledged[writer] = number;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or CosmosException)
            {
                // The server was killed: the next start shows whether this batch was committed.
                return;
            }
        }
    }

    static void Signal(CountdownEvent enough)
    {
        try
        {
            enough.Signal();
        }
        catch (InvalidOperationException)
        {
            // Enough already.
        }
    }

    async Task VerifyAsync(Container container, int kill)
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            var documents = await Pages.AllAsync<Doc>(container, "SELECT * FROM c", KeyOf(writer));
            var stored = documents.Select(document => document.V).Distinct().ToList();
            var message = $"After kill {kill} from seed {Seed}, writer {writer}: acknowledged {_acknowledged[writer]}, sent {_sent[writer]}, stored [{string.Join(',', documents)}]";
            var number = stored.FirstOrDefault();

            Assert.True(number >= _acknowledged[writer] && number <= _sent[writer], message + ": lost");
            Assert.True(stored.Count <= 1 && documents.Count == (number == 0 ? 0 : ItemsPerBatch + 1), message + ": torn");
            Assert.True(number == 0 || documents.Exists(document => document.Id == $"batch {number}"), message + ": torn");
            _acknowledged[writer] = number;
        }
    }
}
