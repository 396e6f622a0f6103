using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Support;

/// <summary>A server in memory and an unmodified SDK client for it, with one database.</summary>
public sealed class CosmosHost : IAsyncDisposable
{
    CosmosHost(LocalCosmosServer server, CosmosClient client, Database database)
    {
        Server = server;
        Client = client;
        Database = database;
        Http = new HttpClient { BaseAddress = server.Endpoint };
    }

    public LocalCosmosServer Server { get; }

    public CosmosClient Client { get; }

    public Database Database { get; }

    /// <summary>Unsigned requests, as a browser sends them.</summary>
    public HttpClient Http { get; }

    public static async Task<CosmosHost> StartAsync(LocalCosmosOptions? options = null)
    {
        var server = await LocalCosmosServer.StartAsync((options ?? new LocalCosmosOptions()) with { Port = 0 });
        var client = Connect(server);
        Database database = await client.CreateDatabaseAsync("db");
        return new CosmosHost(server, client, database);
    }

    public static CosmosClient Connect(LocalCosmosServer server, Action<CosmosClientOptions>? change = null)
    {
        var options = new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
            HttpClientFactory = () => new HttpClient(new SocketsHttpHandler()),
        };
        change?.Invoke(options);
        return new CosmosClient(server.ConnectionString, options);
    }

    public async Task<Container> ContainerAsync(string id = "items", string path = "/pk") =>
        await Database.CreateContainerAsync(new ContainerProperties(id, path));

    public async Task<Container> ContainerAsync(ContainerProperties properties) => await Database.CreateContainerAsync(properties);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>A document of the tests.</summary>
public sealed record Doc(string Id, string Pk, int V = 0, string? Text = null);
