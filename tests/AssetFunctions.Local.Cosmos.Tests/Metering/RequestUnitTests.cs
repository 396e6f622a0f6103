using System.Text.Json;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Metering;

public sealed class RequestUnitTests : CosmosTest
{
    static readonly string[] Paths = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"];

    // With the id and the time an item has exactly ten terms.
    protected override ContainerProperties Definition => new("items", "/pk") { IndexingPolicy = Policy() };

    [Theory]
    [InlineData(100, 1.00, 4.95)]
    [InlineData(1024, 1.00, 4.95)]
    [InlineData(1025, 1.04, 6.29)]
    [InlineData(2048, 1.04, 6.29)]
    [InlineData(65_536, 4.76, 22.67)]
    [InlineData(2_097_152, 291.80, 1250.00)]
    public void Sizes_round_up_to_the_rows_of_the_published_table(int bytes, double read, double write)
    {
        Assert.Equal(read, RequestUnits.PointRead(bytes), 2);
        Assert.Equal(write, RequestUnits.Create(bytes, 0), 2);
        Assert.Equal(write, RequestUnits.Delete(bytes, 0), 2);
        Assert.Equal(2 * write, RequestUnits.Replace(bytes, bytes, 0), 2);
    }

    // Microsoft rounds the write of 1 KB to 5, so its sums are slightly higher. One of the two changed terms is the time of the change.
    [Fact]
    public async Task The_published_example_of_an_item_with_ten_terms_has_the_published_cost()
    {
        var created = await Items.CreateItemAsync(Document(0), Key);
        var read = await Items.ReadItemAsync<Dictionary<string, object>>("a", Key);
        var replaced = await Items.ReplaceItemAsync(Document(1), "a", Key);
        var patched = await Items.PatchItemAsync<Dictionary<string, object>>("a", Key, [PatchOperation.Set("/v1", 8), PatchOperation.Set("/other", 8)]);
        var deleted = await Items.DeleteItemAsync<Dictionary<string, object>>("a", Key);

        Assert.Equal(7.0, created.RequestCharge, 0.06);
        Assert.Equal(1.0, read.RequestCharge);
        Assert.Equal(10.8, replaced.RequestCharge, 0.11);
        Assert.Equal(11.6, patched.RequestCharge, 0.11);
        Assert.Equal(7.0, deleted.RequestCharge, 0.06);
    }

    [Fact]
    public async Task The_published_example_of_100_kilobytes_has_the_published_cost()
    {
        var bare = await BareAsync();
        var document = new Doc("a", "p", 0, new string('x', 100 * 1024));

        Assert.Equal(50, (await bare.CreateItemAsync(document, Key)).RequestCharge, 2.0);
        Assert.Equal(10, (await bare.ReadItemAsync<Doc>("a", Key)).RequestCharge, 0.1);
    }

    [Fact]
    public async Task System_properties_count_towards_the_size()
    {
        var bare = await BareAsync();

        Assert.Equal(4.95, (await bare.CreateItemAsync(new Doc("a", "p", 0, new string('x', 700)), Key)).RequestCharge);
        Assert.Equal(6.29, (await bare.CreateItemAsync(new Doc("b", "p", 0, new string('x', 900)), Key)).RequestCharge);
    }

    [Fact]
    public async Task Paths_that_are_not_indexed_cost_no_terms() =>
        Assert.Equal(4.95, (await (await BareAsync()).CreateItemAsync(Document(0), Key)).RequestCharge);

    [Fact]
    public async Task An_included_path_costs_a_term_where_an_item_lacks_it_too()
    {
        var full = await Items.CreateItemAsync(Document(0), Key);
        var empty = await Items.CreateItemAsync(new Doc("b", "p"), Key);

        Assert.Equal(full.RequestCharge, empty.RequestCharge);
    }

    [Fact]
    public async Task System_properties_sent_back_by_a_client_are_not_content()
    {
        var usual = await Host.ContainerAsync("usual");
        await usual.CreateItemAsync(new Doc("a", "p"), Key);
        var echoed = (await usual.ReadItemAsync<JsonElement>("a", Key)).Resource;
        var plain = await usual.ReplaceItemAsync(new Doc("a", "p"), "a", Key);

        Assert.True(echoed.TryGetProperty("_self", out _));
        Assert.Equal(plain.RequestCharge, (await usual.ReplaceItemAsync(echoed, "a", Key)).RequestCharge);
    }

    [Fact]
    public async Task An_item_that_has_not_changed_costs_one_unit()
    {
        var created = await Items.CreateItemAsync(new Doc("a", "p", 0, new string('x', 100 * 1024)), Key);
        using var read = await Items.ReadItemStreamAsync("a", Key, new ItemRequestOptions { IfNoneMatchEtag = created.ETag });

        Assert.Equal(304, (int)read.StatusCode);
        Assert.Equal(1.0, read.Headers.RequestCharge);
    }

    [Theory]
    [InlineData("SELECT * FROM c", 20)]
    [InlineData("SELECT * FROM c WHERE c.v1 = 3", 1)]
    [InlineData("SELECT * FROM c WHERE c.v1 = 99", 0)]
    [InlineData("SELECT * FROM c WHERE c.v1 < 5 AND c.other = 99", 5)]
    [InlineData("SELECT * FROM c WHERE c.other = 99", 20)]
    [InlineData("SELECT * FROM c WHERE c.v1 = 3 OR c.other = 99", 20)]
    [InlineData("SELECT * FROM c WHERE c.v1 = 3 OR c.id = 'd4'", 2)]
    [InlineData("SELECT * FROM c WHERE c.id = 'd4' AND c.other = 99", 1)]
    [InlineData("SELECT * FROM c WHERE NOT IS_DEFINED(c.v1)", 0)]
    [InlineData("SELECT TOP 3 * FROM c", 3)]
    [InlineData("SELECT TOP 3 * FROM c ORDER BY c.v1 DESC", 3)]
    [InlineData("SELECT TOP 3 * FROM c WHERE c.other = 0 ORDER BY c.v1 DESC", 6)]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.v1 < 5", 0)]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.other = 99", 20)]
    public async Task A_query_pays_for_the_documents_that_it_loads(string sql, int loaded)
    {
        for (var i = 0; i < 20; i++)
        {
            await Items.CreateItemAsync(new { id = "d" + i, pk = "p", v1 = i, other = i % 2 }, Key);
        }

        Assert.Equal(2.8 + loaded, await CostAsync(sql), 2);
    }

    [Fact]
    public async Task Pages_cost_as_much_as_one_page_plus_a_floor_each()
    {
        for (var i = 0; i < 20; i++)
        {
            await Items.CreateItemAsync(new { id = "d" + i, pk = "p", v1 = i, other = i % 2 }, Key);
        }

        foreach (var sql in new[] { "SELECT * FROM c WHERE c.other = 0", "SELECT * FROM c WHERE c.other = 0 ORDER BY c.v1" })
        {
            using var pages = Items.GetItemQueryIterator<object>(sql, requestOptions: new QueryRequestOptions { PartitionKey = Key, MaxItemCount = 4 });
            var (charge, count) = (0.0, 0);
            while (pages.HasMoreResults)
            {
                charge += (await pages.ReadNextAsync()).RequestCharge;
                count++;
            }

            // Documents after the last result of a page are loaded again for the next one.
            Assert.InRange(charge, (count * 2.8) + 18, (count * 2.8) + 22);
        }
    }

    [Theory]
    [InlineData("SELECT * FROM c ORDER BY c.v1", null)]
    [InlineData("SELECT * FROM c ORDER BY c.id", null)]
    [InlineData("SELECT * FROM c ORDER BY c._ts DESC", null)]
    [InlineData("SELECT * FROM c ORDER BY c.other", "400/0")]
    [InlineData("SELECT * FROM c ORDER BY c.v1.deeper", "400/0")]
    public async Task A_query_can_be_sorted_only_by_indexed_paths(string sql, string? refusal)
    {
        foreach (PartitionKey? key in new PartitionKey?[] { Key, null })
        {
            Task QueryAsync() => Pages.AllAsync<object>(Items, sql, key);
            Assert.Equal(refusal, refusal is null ? await NoRefusalAsync(QueryAsync) : await RefusalOfAsync(QueryAsync));
        }
    }

    static async Task<string?> NoRefusalAsync(Func<Task> work)
    {
        await work();
        return null;
    }

    Task<Container> BareAsync() =>
        Host.ContainerAsync(new ContainerProperties("bare", "/pk") { IndexingPolicy = new IndexingPolicy { IndexingMode = IndexingMode.None, Automatic = false } });

    static IndexingPolicy Policy()
    {
        var policy = new IndexingPolicy { ExcludedPaths = { new ExcludedPath { Path = "/*" } } };
        foreach (var path in Paths)
        {
            policy.IncludedPaths.Add(new IncludedPath { Path = $"/{path}/?" });
        }

        return policy;
    }

    static Dictionary<string, object> Document(int changed)
    {
        var document = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = "a", ["pk"] = "p" };
        for (var i = 0; i < Paths.Length; i++)
        {
            document[Paths[i]] = i < changed ? -1 : i;
        }

        return document;
    }

    async Task<double> CostAsync(string sql)
    {
        using var iterator = Items.GetItemQueryIterator<object>(sql, requestOptions: new QueryRequestOptions { PartitionKey = Key });
        return (await iterator.ReadNextAsync()).RequestCharge;
    }
}
