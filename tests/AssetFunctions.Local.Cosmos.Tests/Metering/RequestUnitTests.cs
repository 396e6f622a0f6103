using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Metering;

public sealed class RequestUnitTests : CosmosTest
{
    static readonly string[] Paths = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"];

    // Every path not named is excluded, so that an item has exactly ten terms with its id and key.
    protected override ContainerProperties Definition => new("items", "/pk")
    {
        IndexingPolicy = Policy(),
    };

    [Theory]
    [InlineData(100, 1.00, 4.95)]
    [InlineData(1024, 1.00, 4.95)]
    [InlineData(1536, 1.02, 5.62)]
    [InlineData(2048, 1.04, 6.29)]
    [InlineData(65_536, 4.76, 22.67)]
    [InlineData(2_097_152, 291.80, 1250.00)]
    public void Charges_follow_the_published_table_and_lie_between_its_rows(int bytes, double read, double write)
    {
        Assert.Equal(read, RequestUnits.PointRead(bytes), 2);
        Assert.Equal(write, RequestUnits.Create(bytes, 0), 2);
        Assert.Equal(write, RequestUnits.Delete(bytes, 0), 2);
    }

    [Fact]
    public async Task The_published_example_of_an_item_with_ten_terms_costs_what_it_says()
    {
        var created = await Items.CreateItemAsync(Document(0), Key);
        var read = await Items.ReadItemAsync<Dictionary<string, object>>("a", Key);
        var replaced = await Items.ReplaceItemAsync(Document(2), "a", Key);
        var patched = await Items.PatchItemAsync<Dictionary<string, object>>("a", Key, [PatchOperation.Set("/v1", 8), PatchOperation.Set("/v2", 8)]);
        var deleted = await Items.DeleteItemAsync<Dictionary<string, object>>("a", Key);

        Assert.Equal(7.0, created.RequestCharge, 0.06);
        Assert.Equal(1.0, read.RequestCharge);
        Assert.Equal(10.8, replaced.RequestCharge, 0.11);
        Assert.Equal(11.6, patched.RequestCharge, 0.11);
        Assert.Equal(7.0, deleted.RequestCharge, 0.06);
    }

    [Fact]
    public async Task What_is_not_indexed_costs_no_terms()
    {
        var bare = await Host.ContainerAsync(new ContainerProperties("bare", "/pk") { IndexingPolicy = new IndexingPolicy { IndexingMode = IndexingMode.None, Automatic = false } });

        Assert.Equal(4.95, (await bare.CreateItemAsync(Document(0), Key)).RequestCharge);
    }

    [Fact]
    public async Task The_same_query_on_the_same_data_costs_the_same_and_more_results_cost_more()
    {
        await Items.CreateItemAsync(Document(0), Key);
        var one = await CostAsync("SELECT * FROM c WHERE c.id = 'a'");
        var none = await CostAsync("SELECT * FROM c WHERE c.id = 'b'");

        Assert.Equal(one, await CostAsync("SELECT * FROM c WHERE c.id = 'a'"));
        Assert.Equal(2.8, none);
        Assert.InRange(one, 3.0, 4.0);
    }

    static IndexingPolicy Policy()
    {
        var policy = new IndexingPolicy { ExcludedPaths = { new ExcludedPath { Path = "/*" } } };
        foreach (var path in (string[])["id", "pk", .. Paths])
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
