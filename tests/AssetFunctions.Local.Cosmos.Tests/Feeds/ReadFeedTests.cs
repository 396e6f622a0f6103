using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Feeds;

public sealed class ReadFeedTests : CosmosTest
{
    const int Partitions = 3;
    const int Documents = 40;

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = Partitions };

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync([.. Enumerable.Range(0, Documents).Select(i => new Doc($"d{i:00}", "p" + i % 8, i))]);
    }

    [Fact]
    public async Task A_read_feed_yields_every_item_once()
    {
        Assert.Equal(Documents, (await Pages.AllAsync<Doc>(Items, null)).Select(doc => doc.Id).Distinct().Count());
        Assert.Equal(5, (await Pages.AllAsync<Doc>(Items, null, new PartitionKey("p3"))).Count);
    }

    [Fact]
    public async Task A_read_feed_resumes_from_its_continuation()
    {
        var found = await Pages.ResumedAsync<Doc>(Items, null, pageSize: 7);

        Assert.Equal(Documents, found.Count);
        Assert.Equal(Documents, found.Select(doc => doc.Id).Distinct().Count());
    }

    [Fact]
    public async Task Feed_ranges_partition_a_container()
    {
        var ranges = await Items.GetFeedRangesAsync();
        var parts = await Task.WhenAll(ranges.Select(range => Pages.AllAsync(Items.GetItemQueryIterator<Doc>(range, new QueryDefinition("SELECT * FROM c")))));

        Assert.Equal(Partitions, ranges.Count);
        Assert.Equal(Documents, parts.Sum(part => part.Count));
        Assert.Equal(Documents, parts.SelectMany(part => part).Select(doc => doc.Id).Distinct().Count());
    }

    [Fact]
    public async Task Getting_feed_ranges_again_takes_one_request()
    {
        await Items.GetFeedRangesAsync();
        var spent = await SpentOnAsync(() => Items.GetFeedRangesAsync());

        Assert.Equal("PkRanges 1", Tally(spent));
        Assert.Equal(304, spent.Rows.Single().Status);
    }

    [Fact]
    public async Task The_change_feed_is_refused_by_name()
    {
        using var changes = Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.Incremental);
        var error = await Assert.ThrowsAsync<CosmosException>(() => changes.ReadNextAsync());

        Assert.Equal(400, (int)error.StatusCode);
        Assert.Contains("The change feed is not supported by this local server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_end_before_four_megabytes()
    {
        var container = await Host.ContainerAsync("large");
        for (var i = 0; i < 6; i++)
        {
            await container.CreateItemAsync(new Doc("d" + i, "p", i, new string('x', 1_000_000)), Key);
        }

        using var iterator = container.GetItemQueryIterator<Doc>(requestOptions: new QueryRequestOptions { PartitionKey = Key });
        List<int> pages = [];
        while (iterator.HasMoreResults)
        {
            pages.Add((await iterator.ReadNextAsync()).Count);
        }

        Assert.Equal([4, 2], pages);
    }
}
