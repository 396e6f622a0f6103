using System.Net.Sockets;
using System.Text;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

public sealed class HttpFuzzTests : IAsyncLifetime
{
    const int Workers = 4;
    const int Rounds = 30;
    const int RequestsPerRound = 375;
    const int RawRequests = 5_000;
    const int Seed = 30_001;

    // The rest is so broken that the client itself refuses to send it.
    const double MinRespondedShare = 0.9;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    CosmosHost _host = null!;

    public async Task InitializeAsync() => _host = await CosmosHost.StartAsync(new LocalCosmosOptions { PhysicalPartitions = 2 });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Malformed_requests_never_cause_a_server_error()
    {
        var responded = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker))));

        Assert.InRange(responded.Sum(), Workers * Rounds * RequestsPerRound * MinRespondedShare, Workers * Rounds * RequestsPerRound);
        await AssertServerIsWellAsync();
    }

    [Fact]
    public async Task Malformed_bytes_affect_only_their_own_connection()
    {
        var valid = Encoding.ASCII.GetBytes("POST /dbs/db/colls/items/docs HTTP/1.1\r\nHost: localhost\r\nx-ms-documentdb-partitionkey: [\"p\"]\r\nContent-Length: 20\r\n\r\n{\"id\":\"a\",\"pk\":\"p\"}\n");
        await Parallel.ForAsync(0, RawRequests, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (index, _) =>
        {
            var random = new Random(Seed + index);
            var bytes = Spoil(random, valid);
            var status = await SendRawAsync(bytes, index);
            Assert.False(status.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), $"Bytes {index} from seed {Seed} gave {status}");
        });
        await AssertServerIsWellAsync();
    }

    static byte[] Spoil(Random random, byte[] valid)
    {
        var bytes = valid.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            if (random.Next(2) == 0)
            {
                bytes[at] = (byte)random.Next(256);
            }
            else
            {
                bytes.RemoveAt(at);
            }
        }

        return [.. bytes];
    }

    async Task<string> SendRawAsync(byte[] bytes, int index)
    {
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(_host.Server.Endpoint.Host, _host.Server.Endpoint.Port, timeout.Token);
            await connection.Client.SendAsync(bytes, timeout.Token);
            connection.Client.Shutdown(SocketShutdown.Send);
            using var reply = new StreamReader(new NetworkStream(connection.Client));
            return await reply.ReadToEndAsync(timeout.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return "closed";
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Bytes {index} from seed {Seed} never got a response.", e);
        }
    }

    /// <returns>The number of requests that got a response.</returns>
    async Task<int> WorkAsync(int worker)
    {
        using var sender = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { Timeout = Patience };
        var responded = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var valid = await RecordAsync($"db{worker}");
            for (var i = 0; i < RequestsPerRound; i++)
            {
                var seed = Seed + (((worker * Rounds) + round) * RequestsPerRound) + i;
                var random = new Random(seed);
                responded += await GetsResponseAsync(sender, new RequestSpoiler(random).Spoil(valid[random.Next(valid.Count)]), seed) ? 1 : 0;
            }
        }

        return responded;
    }

    /// <returns>Whether the server responded; false means that the client refused to send the request. A dropped connection is a failure.</returns>
    async Task<bool> GetsResponseAsync(HttpClient sender, RecordedRequest request, int seed)
    {
        HttpRequestMessage? message = null;
        try
        {
            message = request.ToMessage(_host.Server.Endpoint, _host.Server.AccountKey);
            using var response = await sender.SendAsync(message);
            Assert.NotEqual(500, (int)response.StatusCode);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or FormatException && !HasLeft(message, e))
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {request}", e);
        }
        finally
        {
            message?.Dispose();
        }
    }

    // Headers are sent before the content, so they have been sent once it is read or once writing it failed.
    static bool HasLeft(HttpRequestMessage? message, Exception fault) =>
        message?.Content is RecordedContent { IsSent: true } || fault.InnerException is IOException or SocketException;

    /// <summary>Creates a small database and returns one recorded request per operation.</summary>
    async Task<List<RecordedRequest>> RecordAsync(string name)
    {
        var recorder = new Recorder();
        using var client = CosmosHost.Connect(_host.Server, options => options.HttpClientFactory = () => new HttpClient(recorder, disposeHandler: false));
        using (await client.GetDatabase(name).DeleteStreamAsync())
        {
        }

        recorder.Requests.Clear();
        Database database = await client.CreateDatabaseAsync(name);
        Container container = await database.CreateContainerAsync(new ContainerProperties("items", "/pk") { DefaultTimeToLive = 1000 }, throughput: 400);
        var key = new PartitionKey("p1");
        var created = await container.CreateItemAsync(new { id = "a", pk = "p1", v = 1, text = "abc", tags = new[] { "x", "y" } }, key);
        await container.UpsertItemAsync(new { id = "b", pk = "p1", v = 2, o = new { n = 1.5 } }, key, new ItemRequestOptions { EnableContentResponseOnWrite = false });
        await container.UpsertItemAsync(new { id = "c", pk = "p2", v = 3, ttl = 100 }, new PartitionKey("p2"));
        await container.ReplaceItemAsync(new { id = "a", pk = "p1", v = 5, tags = new[] { "x", "y" } }, "a", key, new ItemRequestOptions { IfMatchEtag = created.ETag });
        await container.PatchItemAsync<Doc>(
            "a", key, [PatchOperation.Increment("/v", 2), PatchOperation.Add("/tags/-", "z"), PatchOperation.Move("/v", "/w")], new PatchItemRequestOptions { FilterPredicate = "FROM c WHERE c.v > 1" });
        await container.ReadItemAsync<Doc>("b", key);
        using (await container.CreateTransactionalBatch(key)
            .CreateItem(new { id = "d", pk = "p1" })
            .UpsertItem(new { id = "e", pk = "p1" }, new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false })
            .PatchItem("b", [PatchOperation.Set("/v", 9)])
            .ReadItem("a")
            .DeleteItem("e")
            .ExecuteAsync())
        {
        }

        await Pages.AllAsync<Doc>(container, "SELECT * FROM c WHERE c.v > 0", key);
        await Pages.AllAsync<Doc>(container, "SELECT * FROM c ORDER BY c.v");
        await Pages.AllAsync<Doc>(container, null);
        using var changes = container.GetChangeFeedStreamIterator(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.Incremental);
        using (await changes.ReadNextAsync())
        {
        }

        await container.DeleteItemAsync<Doc>("d", key);
        lock (recorder.Requests)
        {
            return [.. recorder.Requests];
        }
    }

    async Task AssertServerIsWellAsync()
    {
        var container = await _host.ContainerAsync("well");
        await container.CreateItemAsync(new Doc("a", "p", 7), new PartitionKey("p"));

        Assert.Equal(7, (await container.ReadItemAsync<Doc>("a", new PartitionKey("p"))).Resource.V);
        Assert.Equal([7], await Pages.AllAsync<int>(container, "SELECT VALUE c.v FROM c ORDER BY c.v"));
    }
}
