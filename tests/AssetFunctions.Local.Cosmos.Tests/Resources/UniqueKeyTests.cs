using System.Text.Json;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Resources;

public sealed class UniqueKeyTests : CosmosTest
{
    protected override ContainerProperties Definition => new("items", "/pk")
    {
        UniqueKeyPolicy = new UniqueKeyPolicy
        {
            UniqueKeys = { new UniqueKey { Paths = { "/name" } }, new UniqueKey { Paths = { "/a/x", "/b" } } },
        },
    };

    [Theory]
    [InlineData("""{"name":"n1"}""", """{"name":"n1","b":9}""", "409/0")]
    [InlineData("""{"name":"n1"}""", """{"name":"N1","b":9}""", null)]
    [InlineData("""{"name":1}""", """{"name":1.0,"b":9}""", "409/0")]
    [InlineData("""{"name":1}""", """{"name":"1","b":9}""", null)]
    [InlineData("""{"name":null}""", """{"b":9}""", "409/0")]
    [InlineData("""{"name":"n1","a":{"x":1},"b":2}""", """{"name":"n2","a":{"x":1},"b":2}""", "409/0")]
    [InlineData("""{"name":"n1","a":{"x":1},"b":2}""", """{"name":"n2","a":{"x":2},"b":2}""", null)]
    public async Task Two_items_of_a_logical_partition_cannot_share_a_unique_key(string first, string second, string? refusal)
    {
        await PutAsync("one", "p", first);
        var outcome = refusal is null ? null : await RefusalOfAsync(() => PutAsync("two", "p", second));
        if (refusal is null)
        {
            await PutAsync("two", "p", second);
        }

        Assert.Equal(refusal, outcome);
        await PutAsync("three", "another partition", second);
    }

    [Fact]
    public async Task An_item_keeps_and_frees_its_own_values()
    {
        await PutAsync("one", "p", """{"name":"n1"}""");
        await PutAsync("one", "p", """{"name":"n1","v":2}""");
        await PutAsync("one", "p", """{"name":"n2"}""");
        await PutAsync("two", "p", """{"name":"n1","b":1}""");

        Assert.Equal("409/0", await RefusalOfAsync(() => Items.PatchItemAsync<JsonElement>("two", Key, [PatchOperation.Set("/name", "n2")])));
        await Items.DeleteItemAsync<JsonElement>("one", Key);
        await Items.PatchItemAsync<JsonElement>("two", Key, [PatchOperation.Set("/name", "n2")]);
    }

    [Fact]
    public async Task A_failed_batch_frees_the_values_it_took()
    {
        var batch = Items.CreateTransactionalBatch(Key).CreateItem(new { id = "one", pk = "p", name = "n1" }).ReadItem("missing");
        Assert.False((await batch.ExecuteAsync()).IsSuccessStatusCode);

        await PutAsync("two", "p", """{"name":"n1"}""");
    }

    async Task PutAsync(string id, string key, string members)
    {
        var json = $$"""{"id":"{{id}}","pk":"{{key}}",{{members[1..]}}""";
        await Items.UpsertItemAsync(JsonSerializer.Deserialize<JsonElement>(json), new PartitionKey(key));
    }
}
