using System.Net;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Batches;

public sealed class BulkTests : CosmosTest
{
    const int Partitions = 3;
    CosmosClient _client = null!;
    Container _bulk = null!;

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = Partitions };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _client = CosmosHost.Connect(Server, options => options.AllowBulkExecution = true);
        _bulk = _client.GetContainer("db", "items");
    }

    public override async Task DisposeAsync()
    {
        _client.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Many_operations_share_few_requests()
    {
        var spent = await SpentOnAsync(async () => Assert.All(
            await Task.WhenAll(Documents(250).Select(doc => _bulk.CreateItemAsync(doc, new PartitionKey(doc.Pk)))),
            response => Assert.Equal(HttpStatusCode.Created, response.StatusCode)));

        Assert.InRange(spent.DataRequests, 3, 50);
        Assert.All(spent.Rows.Where(row => row.IsData), row => Assert.Equal(OperationType.Bulk, row.Operation));
        Assert.Equal(250, (await Pages.AllAsync<Doc>(Items, "SELECT * FROM c")).Count);
    }

    [Fact]
    public async Task Each_operation_succeeds_or_fails_on_its_own()
    {
        await CreateAsync(new Doc("a", "p", 1), new Doc("b", "q", 1));
        var created = _bulk.CreateItemAsync(new Doc("c", "r", 1), new PartitionKey("r"));
        var refused = RefusalOfAsync(() => _bulk.CreateItemAsync(new Doc("a", "p"), new PartitionKey("p")));
        var patched = _bulk.PatchItemAsync<Doc>("b", new PartitionKey("q"), [PatchOperation.Increment("/v", 1)]);
        var missing = RefusalOfAsync(() => _bulk.ReadItemAsync<Doc>("missing", new PartitionKey("p")));
        var read = _bulk.ReadItemAsync<Doc>("a", new PartitionKey("p"));
        var mismatched = RefusalOfAsync(() => _bulk.ReplaceItemAsync(new Doc("a", "q"), "a", new PartitionKey("p")));

        Assert.Equal(HttpStatusCode.Created, (await created).StatusCode);
        Assert.Equal("409/0", await refused);
        Assert.Equal(2, (await patched).Resource.V);
        Assert.Equal("404/0", await missing);
        Assert.Equal(1, (await read).Resource.V);
        Assert.Equal("400/1001", await mismatched);
    }

    [Fact]
    public async Task Each_operation_is_charged_as_if_it_were_alone()
    {
        var alone = (await Items.CreateItemAsync(new Doc("alone", "p"), Key)).RequestCharge;
        var responses = await Task.WhenAll(Documents(10).Select(doc => _bulk.CreateItemAsync(doc with { Id = "alonX" + doc.Id[^1] }, new PartitionKey(doc.Pk))));

        Assert.All(responses, response => Assert.Equal(alone, response.RequestCharge, 2));
    }

    static IEnumerable<Doc> Documents(int count) => Enumerable.Range(0, count).Select(i => new Doc("d" + i, "p" + i % 20));
}
