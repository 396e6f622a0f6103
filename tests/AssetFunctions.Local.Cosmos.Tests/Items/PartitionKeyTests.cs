using System.Text.Json;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Items;

public sealed class PartitionKeyTests : CosmosTest
{
    static readonly (PartitionKey Key, string Json)[] Keys =
    [
        (new PartitionKey("text"), "\"text\""),
        (new PartitionKey(""), "\"\""),
        (new PartitionKey("é 日本 \" \\"), "\"é 日本 \\\" \\\\\""),
        (new PartitionKey(5.5), "5.5"),
        (new PartitionKey(-1e300), "-1e300"),
        (new PartitionKey(true), "true"),
        (new PartitionKey(false), "false"),
        (PartitionKey.Null, "null"),
    ];

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = 3 };

    [Fact]
    public async Task Every_kind_of_key_is_a_logical_partition_of_its_own()
    {
        foreach (var (key, json) in Keys)
        {
            await Items.CreateItemAsync(Parse($$"""{"id":"same","pk":{{json}}}"""), key);
        }

        await Items.CreateItemAsync(Parse("""{"id":"same"}"""), PartitionKey.None);
        foreach (var (key, json) in Keys)
        {
            var read = await Items.ReadItemAsync<JsonElement>("same", key);
            Assert.True(JsonElement.DeepEquals(Parse(json), read.Resource.GetProperty("pk")));
            Assert.Single(await Pages.AllAsync<JsonElement>(Items, "SELECT * FROM c", key));
        }

        Assert.False((await Items.ReadItemAsync<JsonElement>("same", PartitionKey.None)).Resource.TryGetProperty("pk", out _));
        Assert.Equal(Keys.Length + 1, (await Pages.AllAsync<JsonElement>(Items, "SELECT * FROM c")).Count);
        List<(string, PartitionKey)> all = [.. Keys.Select(entry => ("same", entry.Key)), ("same", PartitionKey.None)];
        Assert.Equal(Keys.Length + 1, (await Items.ReadManyItemsAsync<JsonElement>(all)).Count);
    }

    [Fact]
    public async Task A_key_that_differs_from_the_document_is_refused()
    {
        Assert.Equal("400/1001", await RefusalOfAsync(() => Items.CreateItemAsync(new Doc("a", "q"), Key)));
        Assert.Equal("400/1001", await RefusalOfAsync(() => Items.UpsertItemAsync(new Doc("a", "q"), Key)));
        await CreateAsync(new Doc("a", "p"));
        Assert.Equal("400/1001", await RefusalOfAsync(() => Items.ReplaceItemAsync(new Doc("a", "q"), "a", Key)));
        Assert.Equal("400/1001", await RefusalOfAsync(() => Items.CreateItemAsync(Parse("""{"id":"n"}"""), PartitionKey.Null)));
    }

    [Fact]
    public async Task A_replacement_cannot_change_the_id()
    {
        await CreateAsync(new Doc("a", "p"));

        Assert.Equal("400/0", await RefusalOfAsync(() => Items.ReplaceItemAsync(new Doc("b", "p"), "a", Key)));
    }

    [Theory]
    [InlineData(2048, null)]
    [InlineData(2049, "400/0")]
    public async Task A_key_has_at_most_2048_bytes(int bytes, string? refusal)
    {
        var document = new Doc("a", new string('k', bytes));
        var outcome = refusal is null ? null : await RefusalOfAsync(() => Items.CreateItemAsync(document, new PartitionKey(document.Pk)));
        if (refusal is null)
        {
            await CreateAsync(document);
        }

        Assert.Equal(refusal, outcome);
    }

    [Theory]
    [InlineData("""{"id":"a","pk":{"x":1}}""")]
    [InlineData("""{"id":"a","pk":[1]}""")]
    public async Task An_object_or_array_is_not_a_key(string json)
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync("POST", "/dbs/db/colls/items/docs", json, ("x-ms-documentdb-partitionkey", """["p"]"""));

        Assert.Equal(400, reply.Status);
    }

    [Fact]
    public async Task Nested_and_quoted_key_paths_are_followed()
    {
        var nested = await Host.ContainerAsync("nested", "/a/b");
        var quoted = await Host.ContainerAsync("quoted", "/\"with space\"/b");
        await nested.CreateItemAsync(Parse("""{"id":"x","a":{"b":"k"}}"""), new PartitionKey("k"));
        await nested.CreateItemAsync(Parse("""{"id":"y","a":{"b":"k"}}"""), new PartitionKey("k"));
        await quoted.CreateItemAsync(Parse("""{"id":"x","with space":{"b":"k"}}"""), new PartitionKey("k"));

        Assert.Equal(2, (await nested.ReadManyItemsAsync<JsonElement>([("x", new PartitionKey("k")), ("y", new PartitionKey("k"))])).Count);
        Assert.Single(await Pages.AllAsync<JsonElement>(quoted, "SELECT * FROM c", new PartitionKey("k")));
    }

    static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
