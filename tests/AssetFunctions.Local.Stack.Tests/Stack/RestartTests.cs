using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Stack.Processes;
using Azure.Storage.Queues;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Stack.Tests.Stack;

/// <summary>Killed or stopped parts of a stack restart on their ports, with their data.</summary>
public sealed class RestartTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("restart-");

    [Fact]
    public async Task A_killed_database_server_keeps_its_commits_and_loses_its_faults()
    {
        await using var database = await DatabaseProcess.StartAsync(RepositoryPaths.Find().DatabaseServer, Path.Combine(_folder.FullName, "cosmos.db"), port: 0, default);
        var endpoint = database.Endpoint;
        using (var client = ClientOf(database))
        {
            Database created = await client.CreateDatabaseAsync("d");
            Container container = await created.CreateContainerAsync("c", "/pk");
            await container.CreateItemAsync(new { id = "one", pk = "p" });
        }

        await database.SetFaultsAsync("""{"rules":[{"action":"serviceUnavailable"}]}""", default);
        Assert.Contains(await database.CountAsync(default), row => row is { Operation: "Create", Status: 201, Requests: 1 });

        await database.KillAsync();
        await database.StartAsync(default);

        Assert.Equal(endpoint, database.Endpoint);
        Assert.Empty(await database.CountAsync(default));
        using var again = ClientOf(database);
        Assert.Equal("one", (await again.GetContainer("d", "c").ReadItemAsync<Row>("one", new PartitionKey("p"))).Resource.Id);
    }

    [Fact]
    public async Task A_stopped_Azurite_keeps_its_messages_and_ports()
    {
        var options = new AzuriteOptions(RepositoryPaths.Find().LocalInfrastructure, _folder.FullName, KeepsData: true);
        await using var azurite = await Azurite.StartAsync(options, TimeProvider.System);
        var connectionString = azurite.ConnectionString;
        var queue = new QueueClient(connectionString, "letters");
        await queue.CreateAsync();
        await queue.SendMessageAsync("kept");

        await azurite.StopAsync();
        await azurite.StartAsync();

        Assert.Equal(connectionString, azurite.ConnectionString);
        Assert.Equal("kept", (await queue.ReceiveMessageAsync()).Value.Body.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    static CosmosClient ClientOf(DatabaseProcess database) => new(database.ConnectionString, new CosmosClientOptions
    {
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = true,
        UseSystemTextJsonSerializerWithOptions = System.Text.Json.JsonSerializerOptions.Web,
    });

    sealed record Row(string Id);
}
