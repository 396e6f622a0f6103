using System.Net;
using AssetFunctions.LocalCosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.LocalCosmos.Tests.Items;

public sealed class ItemTests : IAsyncLifetime
{
    private static readonly PartitionKey Key = new("p");
    private CosmosHost _host = null!;
    private Container _container = null!;

    public async Task InitializeAsync()
    {
        _host = await CosmosHost.StartAsync();
        _container = await _host.ContainerAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_item_is_created_read_replaced_and_deleted()
    {
        var created = await _container.CreateItemAsync(new Doc("a", "p", 1), Key);
        var read = await _container.ReadItemAsync<Doc>("a", Key);
        var replaced = await _container.ReplaceItemAsync(new Doc("a", "p", 2), "a", Key);
        var deleted = await _container.DeleteItemAsync<Doc>("a", Key);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(new Doc("a", "p", 1), read.Resource);
        Assert.Equal(created.ETag, read.ETag);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.NotEqual(created.ETag, replaced.ETag);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.All([created.RequestCharge, read.RequestCharge, replaced.RequestCharge, deleted.RequestCharge], charge => Assert.True(charge >= 1));
    }

    [Fact]
    public async Task A_batch_commits()
    {
        var response = await _container.CreateTransactionalBatch(Key)
            .CreateItem(new Doc("a", "p", 1))
            .UpsertItem(new Doc("b", "p", 1))
            .ReplaceItem("a", new Doc("a", "p", 2), new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false, IndexingDirective = IndexingDirective.Include })
            .ReadItem("a")
            .PatchItem("b", [PatchOperation.Increment("/v", 5)])
            .DeleteItem("a")
            .ExecuteAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, response.GetOperationResultAtIndex<Doc>(3).Resource.V);
        Assert.Equal(6, response.GetOperationResultAtIndex<Doc>(4).Resource.V);
    }
}
