using System.Text.Json;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Metering;

public sealed class MeterTests : CosmosTest
{
    [Fact]
    public async Task Requests_are_counted_by_operation_container_and_status()
    {
        var other = await Host.ContainerAsync("other");
        await Items.ReadItemStreamAsync("warm", Key);
        await other.ReadItemStreamAsync("warm", Key);
        var spent = await SpentOnAsync(async () =>
        {
            await CreateAsync(new Doc("a", "p"));
            await Items.CreateItemStreamAsync(new MemoryStream("""{"id":"a","pk":"p"}"""u8.ToArray()), Key);
            await other.ReadItemStreamAsync("a", Key);
        });

        Assert.Equal(
            [(OperationType.Create, "items", 201, 1L), (OperationType.Create, "items", 409, 1L), (OperationType.Read, "other", 404, 1L)],
            spent.Rows.Select(row => (row.Operation, row.Container, row.Status, row.Requests)));
        Assert.Equal(3, spent.DataRequests);
        Assert.Equal(0, spent.MetadataRequests);
    }

    [Fact]
    public async Task Requests_of_a_named_client_are_counted_separately()
    {
        using var named = CosmosHost.Connect(Server, options => options.ApplicationName = "Observer");
        await Items.ReadItemStreamAsync("warm", Key);
        var spent = await SpentOnAsync(async () =>
        {
            await CreateAsync(new Doc("a", "p"));
            await named.GetContainer("db", "items").ReadItemStreamAsync("a", Key);
            await Items.ReadItemStreamAsync("a", Key);
        });

        Assert.Equal([(OperationType.Read, 1L)], spent.Rows.Where(row => row.IsData && row.Client == "Observer").Select(row => (row.Operation, row.Requests)));
        Assert.Equal(3, spent.DataRequests);
        Assert.Equal((2, 0), (spent.Without("Observer").DataRequests, spent.Without("Observer").MetadataRequests));
    }

    [Fact]
    public async Task The_meter_and_the_client_agree_on_request_units()
    {
        var charged = 0.0;
        var spent = await SpentOnAsync(async () =>
        {
            charged += (await Items.CreateItemAsync(new Doc("a", "p"), Key)).RequestCharge;
            charged += (await Items.CreateTransactionalBatch(Key).CreateItem(new Doc("b", "p")).ReadItem("a").ExecuteAsync()).RequestCharge;
            using var iterator = Items.GetItemQueryIterator<Doc>("SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = Key, MaxItemCount = 1 });
            while (iterator.HasMoreResults)
            {
                charged += (await iterator.ReadNextAsync()).RequestCharge;
            }
        });

        Assert.Equal(charged, spent.Rows.Where(row => row.IsData).Sum(row => row.RequestUnits), 1);
    }

    [Fact]
    public async Task The_meter_is_read_and_reset_over_http_as_well()
    {
        await CreateAsync(new Doc("a", "p"));
        using var metrics = JsonDocument.Parse(await Host.Http.GetStringAsync("/_local/metrics"));
        var create = metrics.RootElement.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("operation").ValueEquals("Create"));

        Assert.Equal("items", create.GetProperty("container").GetString());
        Assert.Equal(201, create.GetProperty("status").GetInt32());
        Assert.Equal(1, create.GetProperty("requests").GetInt64());
        Assert.True(create.GetProperty("requestUnits").GetDouble() > 5);
        Assert.Equal(Server.Meter.Snapshot().Requests, metrics.RootElement.GetProperty("requests").GetInt64());

        using var reset = await Host.Http.DeleteAsync("/_local/metrics");
        Assert.Equal(204, (int)reset.StatusCode);
        Assert.Equal(0, Server.Meter.Snapshot().Requests);
    }

    [Fact]
    public async Task A_body_too_large_to_read_is_counted()
    {
        await Items.ReadItemStreamAsync("warm", Key);
        var spent = await SpentOnAsync(() => RefusalOfAsync(() => Items.CreateItemAsync(new Doc("a", "p", 0, new string('x', 5_000_000)), Key)));

        Assert.Equal(413, Assert.Single(spent.Rows).Status);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_clients_call_at_once()
    {
        var spent = await SpentOnAsync(() => Task.WhenAll(Enumerable.Range(0, 200).Select(i => Items.UpsertItemAsync(new Doc("d" + i % 10, "p"), Key))));

        Assert.Equal(200, spent.Rows.Where(row => row.Operation == OperationType.Upsert).Sum(row => row.Requests));
    }
}
