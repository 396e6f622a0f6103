using System.Net;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests;

/// <summary>The containers that a start creates, and its errors when it cannot.</summary>
public sealed class CosmosResourcesTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    const string OtherKey = "b3RoZXI=";

    [Fact]
    public async Task The_registry_indexes_its_partition_key_and_what_is_searched_and_expires_documents_with_a_ttl()
    {
        ContainerProperties registry = await cosmos.RegistryContainer.ReadContainerAsync();

        Assert.Equal("/network", registry.PartitionKeyPath);
        Assert.Equal(-1, registry.DefaultTimeToLive);
        Assert.Equal(IndexingMode.Consistent, registry.IndexingPolicy.IndexingMode);
        Assert.Equal(["/network/?", "/symbolKey/?", "/nameKey/?", "/heldAt/?"], registry.IndexingPolicy.IncludedPaths.Select(path => path.Path));
        Assert.Contains("/*", registry.IndexingPolicy.ExcludedPaths.Select(path => path.Path));
    }

    [Fact]
    public async Task Wallets_index_transaction_order_and_due_time_and_expire_documents_with_a_ttl()
    {
        ContainerProperties wallets = await cosmos.WalletContainer.ReadContainerAsync();

        Assert.Equal("/wallet", wallets.PartitionKeyPath);
        Assert.Equal(-1, wallets.DefaultTimeToLive);
        Assert.Equal(["/sort/?", "/dueMs/?"], wallets.IndexingPolicy.IncludedPaths.Select(path => path.Path));
        Assert.Contains("/*", wallets.IndexingPolicy.ExcludedPaths.Select(path => path.Path));
    }

    [Fact]
    public async Task Prices_index_their_times_and_expire_after_400_days()
    {
        ContainerProperties prices = await cosmos.PricesContainer.ReadContainerAsync();

        Assert.Equal("/asset", prices.PartitionKeyPath);
        Assert.Equal(34_560_000, prices.DefaultTimeToLive);
        Assert.Equal(["/fromMs/?", "/toMs/?"], prices.IndexingPolicy.IncludedPaths.Select(path => path.Path));
        Assert.Contains("/*", prices.IndexingPolicy.ExcludedPaths.Select(path => path.Path));
    }

    [Fact]
    public async Task Data_in_a_newer_form_is_refused_in_one_sentence()
    {
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        await using var services = CosmosFixture.Compose(("ConnectionString", server.ConnectionString));
        await EnsureAsync(services);
        await using var later = CosmosFixture.Compose(("ConnectionString", server.ConnectionString));
        await MarkerOf(services).UpsertItemStreamAsync(new MemoryStream("""{"id":"layout","wallet":"$layout","version":3}"""u8.ToArray()), new PartitionKey("$layout"));

        var refused = await Assert.ThrowsAsync<CosmosSetupException>(() => EnsureAsync(later));

        Assert.Contains("has form 3, and this release reads forms up to 2; deploy the release that wrote it", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WriteLayout.Documents, HttpStatusCode.NotFound)]
    [InlineData(WriteLayout.Pages, HttpStatusCode.OK)]
    public async Task Only_a_release_that_writes_pages_marks_the_data(WriteLayout layout, HttpStatusCode expected)
    {
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        await using var services = CosmosFixture.Compose(("ConnectionString", server.ConnectionString), ("WriteLayout", layout.ToString()));

        await EnsureAsync(services);

        using var marker = await MarkerOf(services).ReadItemStreamAsync("layout", new PartitionKey("$layout"));
        Assert.Equal(expected, marker.StatusCode);
    }

    static Container MarkerOf(IServiceProvider services) =>
        services.GetRequiredService<CosmosClient>().GetContainer(CosmosDefaults.Database, ContainerDefinitions.Wallets);

    [Fact]
    public async Task A_second_start_finds_everything_and_creates_nothing()
    {
        await using var services = CosmosFixture.Compose(("ConnectionString", cosmos.Server.ConnectionString));
        var before = cosmos.Server.Meter.Snapshot();

        await EnsureAsync(services);
        var first = cosmos.Server.Meter.Snapshot() - before;
        await EnsureAsync(services);
        var both = cosmos.Server.Meter.Snapshot() - before;

        Assert.DoesNotContain(first.Rows, row => row.Operation is OperationType.CreateDatabase or OperationType.CreateContainer);
        Assert.Equal(first.Requests, both.Requests);
    }

    [Fact]
    public async Task Nothing_is_created_when_the_deployment_does_it_and_missing_containers_are_reported()
    {
        await using var services = Compose("absent", ("CreateResources", "false"));
        await EnsureAsync(services);

        var fault = await Assert.ThrowsAsync<CosmosSetupException>(() =>
            services.GetRequiredService<Sync.Wallets.IWalletStore>().FindRunAsync("0xabc", "run-1", CancellationToken.None));

        Assert.Equal(
            $"Cosmos DB at {cosmos.Server.Endpoint} lacks the database or container (404) while reading run run-1 of 0xabc; check Cosmos:ConnectionString.",
            fault.Message);
    }

    [Fact]
    public async Task A_container_with_another_partition_key_is_not_used()
    {
        var client = cosmos.Services.GetRequiredService<CosmosClient>();
        var foreign = await client.CreateDatabaseAsync("foreign");
        await foreign.Database.CreateContainerAsync(new ContainerProperties(ContainerDefinitions.Wallets, "/owner"));
        await using var services = Compose("foreign");

        var fault = await Assert.ThrowsAsync<CosmosSetupException>(() => EnsureAsync(services));

        Assert.Equal(
            $"A container of database foreign at {cosmos.Server.Endpoint} has another partition key than the app needs; choose another Cosmos:Database.",
            fault.Message);
    }

    [Fact]
    public async Task Wrong_key_is_reported_with_the_address_and_the_setting()
    {
        await using var services = CosmosFixture.Compose(("ConnectionString", $"AccountEndpoint={cosmos.Server.Endpoint};AccountKey={OtherKey};"));

        var fault = await Assert.ThrowsAsync<CosmosSetupException>(() => EnsureAsync(services));

        Assert.Equal($"Cosmos DB at {cosmos.Server.Endpoint} rejects the app (401); check the setting Cosmos:ConnectionString.", fault.Message);
    }

    [Fact]
    public async Task Unreachable_address_is_reported_with_the_setting()
    {
        var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        var connection = server.ConnectionString;
        await server.DisposeAsync();
        await using var services = CosmosFixture.Compose(("ConnectionString", connection));

        var fault = await Assert.ThrowsAsync<CosmosSetupException>(() => EnsureAsync(services));

        Assert.Equal($"Cosmos DB does not respond at {server.Endpoint}; start it or correct the setting Cosmos:ConnectionString.", fault.Message);
    }

    [Fact]
    public async Task Server_that_does_not_respond_times_out_and_the_next_call_retries()
    {
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        server.Faults.Add(new FaultRule { Action = FaultAction.Latency, Operation = OperationType.Account, Latency = TimeSpan.FromMinutes(5) });
        await using var services = CosmosFixture.Compose(("ConnectionString", server.ConnectionString), ("StartTimeoutSeconds", "0.2"));

        var fault = await Assert.ThrowsAsync<CosmosSetupException>(() => EnsureAsync(services));
        Assert.Equal($"Cosmos DB does not respond at {server.Endpoint}; start it or correct the setting Cosmos:ConnectionString.", fault.Message);

        server.Faults.Clear();
        await using var later = CosmosFixture.Compose(("ConnectionString", server.ConnectionString));
        await EnsureAsync(later);
        Assert.Contains(server.Meter.Snapshot().Rows, row => row.Operation == OperationType.CreateContainer);
    }

    ServiceProvider Compose(string database, params (string Key, string? Value)[] settings)
        => CosmosFixture.Compose([("ConnectionString", cosmos.Server.ConnectionString), ("Database", database), .. settings]);

    static Task EnsureAsync(ServiceProvider services)
        => services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(CancellationToken.None);
}
