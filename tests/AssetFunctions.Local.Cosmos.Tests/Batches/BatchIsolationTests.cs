using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Batches;

public sealed class BatchIsolationTests : CosmosTest
{
    const int Documents = 10;
    const int Batches = 60;

    [Fact]
    public async Task A_reader_sees_all_of_a_batch_or_nothing()
    {
        await WriteAsync(0);
        var writing = Task.Run(async () =>
        {
            for (var version = 1; version <= Batches; version++)
            {
                await WriteAsync(version);
            }
        });
        var reads = 0;
        do
        {
            var page = await Pages.AllAsync<int>(Items, "SELECT VALUE c.v FROM c", Key);
            var batch = await ReadInBatchAsync();
            Assert.Equal(Documents, page.Count);
            Assert.Single(page.Distinct());
            Assert.Single(batch.Distinct());
            reads++;
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.True(reads > 0);
        Assert.All(await Pages.AllAsync<int>(Items, "SELECT VALUE c.v FROM c", Key), version => Assert.Equal(Batches, version));
    }

    [Fact]
    public async Task Concurrent_batches_on_one_key_are_serialized()
    {
        await WriteAsync(0);
        var responses = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => Task.Run(IncrementAllAsync)));

        Assert.All(responses, response => Assert.True(response.IsSuccessStatusCode));
        Assert.All(await Pages.AllAsync<int>(Items, "SELECT VALUE c.v FROM c", Key), version => Assert.Equal(25, version));
    }

    [Fact]
    public async Task A_failed_batch_is_never_visible()
    {
        await WriteAsync(1);
        var failing = Task.Run(async () =>
        {
            for (var i = 0; i < Batches; i++)
            {
                var batch = Items.CreateTransactionalBatch(Key).UpsertItem(new Doc("d0", "p", -1)).DeleteItem("d1").CreateItem(new Doc("d2", "p"));
                Assert.False((await batch.ExecuteAsync()).IsSuccessStatusCode);
            }
        });
        do
        {
            Assert.All(await Pages.AllAsync<int>(Items, "SELECT VALUE c.v FROM c", Key), version => Assert.Equal(1, version));
        }
        while (!failing.IsCompleted);

        await failing;
        Assert.Equal(Documents, (await Pages.AllAsync<Doc>(Items, "SELECT * FROM c", Key)).Count);
    }

    async Task WriteAsync(int version)
    {
        var batch = Items.CreateTransactionalBatch(Key);
        for (var i = 0; i < Documents; i++)
        {
            batch.UpsertItem(new Doc("d" + i, "p", version));
        }

        Assert.True((await batch.ExecuteAsync()).IsSuccessStatusCode);
    }

    async Task<int[]> ReadInBatchAsync()
    {
        var batch = Items.CreateTransactionalBatch(Key);
        for (var i = 0; i < Documents; i++)
        {
            batch.ReadItem("d" + i);
        }

        var response = await batch.ExecuteAsync();
        return [.. Enumerable.Range(0, Documents).Select(i => response.GetOperationResultAtIndex<Doc>(i).Resource.V)];
    }

    Task<TransactionalBatchResponse> IncrementAllAsync()
    {
        var batch = Items.CreateTransactionalBatch(Key);
        for (var i = 0; i < Documents; i++)
        {
            batch.PatchItem("d" + i, [PatchOperation.Increment("/v", 1)]);
        }

        return batch.ExecuteAsync();
    }
}
