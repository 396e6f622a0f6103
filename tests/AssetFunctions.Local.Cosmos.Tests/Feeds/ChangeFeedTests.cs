using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Feeds;

public sealed class ChangeFeedTests : CosmosTest
{
    readonly ManualTimeProvider _clock = new();

    protected override LocalCosmosOptions Options => new() { Clock = _clock, PhysicalPartitions = 3 };

    [Fact]
    public async Task The_latest_version_of_each_item_appears_once_in_order_of_change()
    {
        await CreateAsync(new Doc("a", "p", 1), new Doc("b", "p", 1), new Doc("c", "p", 1));
        await Items.UpsertItemAsync(new Doc("a", "p", 2), Key);
        await Items.DeleteItemAsync<Doc>("b", Key);

        Assert.Equal("c=1 a=2", await ReadAsync(ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(Key))));
    }

    [Fact]
    public async Task Changes_of_all_partitions_arrive()
    {
        await CreateAsync([.. Enumerable.Range(0, 30).Select(i => new Doc($"d{i}", "p" + i))]);

        Assert.Equal(30, (await ReadAsync(ChangeFeedStartFrom.Beginning())).Split(' ').Length);
    }

    [Fact]
    public async Task A_feed_without_news_is_not_modified_and_goes_on_when_there_are_some()
    {
        await CreateAsync(new Doc("a", "p", 1));
        using var feed = Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(Key)), ChangeFeedMode.Incremental);
        var first = await feed.ReadNextAsync();
        var second = await feed.ReadNextAsync();
        await CreateAsync(new Doc("b", "p", 2), new Doc("elsewhere", "q"));
        var third = await feed.ReadNextAsync();

        Assert.Equal("a", Assert.Single(first).Id);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal("b", Assert.Single(third).Id);
        Assert.True(feed.HasMoreResults);
    }

    [Fact]
    public async Task A_feed_from_now_shows_what_changes_afterwards()
    {
        await CreateAsync(new Doc("before", "p"));
        using var feed = Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Now(FeedRange.FromPartitionKey(Key)), ChangeFeedMode.Incremental);
        Assert.Equal(HttpStatusCode.NotModified, (await feed.ReadNextAsync()).StatusCode);
        await CreateAsync(new Doc("after", "p"));

        Assert.Equal("after", Assert.Single(await feed.ReadNextAsync()).Id);
    }

    [Fact]
    public async Task A_feed_from_a_time_leaves_out_what_is_older()
    {
        await CreateAsync(new Doc("old", "p"), new Doc("touched", "p"));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await CreateAsync(new Doc("new", "p"));
        await Items.UpsertItemAsync(new Doc("touched", "p", 1), Key);
        var since = _clock.GetUtcNow().UtcDateTime.AddMinutes(-1);

        Assert.Equal("new=0 touched=1", await ReadAsync(ChangeFeedStartFrom.Time(since, FeedRange.FromPartitionKey(Key))));
    }

    [Fact]
    public async Task A_feed_goes_on_from_its_continuation()
    {
        await CreateAsync([.. Enumerable.Range(0, 25).Select(i => new Doc($"d{i}", "p" + i % 5, i))]);
        var hints = new ChangeFeedRequestOptions { PageSizeHint = 3 };
        List<string> found = [];
        var start = ChangeFeedStartFrom.Beginning();
        HttpStatusCode status;
        do
        {
            using var feed = Items.GetChangeFeedIterator<Doc>(start, ChangeFeedMode.Incremental, hints);
            var page = await feed.ReadNextAsync();
            found.AddRange(page.Select(doc => doc.Id));
            start = ChangeFeedStartFrom.ContinuationToken(page.ContinuationToken);
            status = page.StatusCode;
        }
        while (status != HttpStatusCode.NotModified);

        Assert.Equal(25, found.Count);
        Assert.Equal(25, found.Distinct().Count());
    }

    [Fact]
    public async Task A_page_never_ends_inside_a_batch()
    {
        await CreateAsync(new Doc("alone", "p"));
        var batch = Items.CreateTransactionalBatch(Key);
        for (var i = 0; i < 10; i++)
        {
            batch.CreateItem(new Doc("b" + i, "p"));
        }

        await batch.ExecuteAsync();
        await CreateAsync(new Doc("last", "p"));
        using var feed = Items.GetChangeFeedIterator<Doc>(
            ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(Key)), ChangeFeedMode.Incremental, new ChangeFeedRequestOptions { PageSizeHint = 2 });
        List<int> pages = [];
        FeedResponse<Doc> page;
        while ((page = await feed.ReadNextAsync()).StatusCode != HttpStatusCode.NotModified)
        {
            pages.Add(page.Count);
        }

        Assert.Equal(12, pages.Sum());
        Assert.Contains(pages, count => count >= 10);
    }

    [Fact]
    public async Task A_page_is_one_request_and_costs_what_reading_its_items_costs()
    {
        await CreateAsync(new Doc("a", "p"), new Doc("b", "p"), new Doc("c", "p"));
        await ReadAsync(ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(Key)));
        using var feed = Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Beginning(FeedRange.FromPartitionKey(Key)), ChangeFeedMode.Incremental);
        var charge = 0.0;
        var spent = await SpentOnAsync(async () => charge = (await feed.ReadNextAsync()).RequestCharge);

        Assert.Equal("ChangeFeed 1", Tally(spent));
        Assert.Equal(3, charge);
    }

    [Fact]
    public async Task All_versions_and_deletes_are_refused_rather_than_shown_incompletely()
    {
        using var feed = Items.GetChangeFeedIterator<Doc>(ChangeFeedStartFrom.Now(), ChangeFeedMode.AllVersionsAndDeletes);

        Assert.Equal("400/0", await RefusalOfAsync(() => feed.ReadNextAsync()));
    }

    [Fact]
    public async Task Replies_carry_the_count_and_the_position_even_when_nothing_changed()
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync("GET", "/dbs/db/colls/items/docs", "", ("A-IM", "Incremental Feed"), ("x-ms-documentdb-partitionkeyrangeid", "0"));

        Assert.Equal(304, reply.Status);
        Assert.Equal("0", reply.Header("x-ms-item-count"));
        Assert.Equal("\"0\"", reply.Header("ETag"));
        var again = await raw.SendAsync(
            "GET", "/dbs/db/colls/items/docs", "", ("A-IM", "Incremental Feed"), ("x-ms-documentdb-partitionkeyrangeid", "0"), ("If-None-Match", "\"nonsense\""));
        Assert.Equal(400, again.Status);
    }

    async Task<string> ReadAsync(ChangeFeedStartFrom start)
    {
        using var feed = Items.GetChangeFeedIterator<Doc>(start, ChangeFeedMode.Incremental);
        List<string> found = [];
        FeedResponse<Doc> page;
        while ((page = await feed.ReadNextAsync()).StatusCode != HttpStatusCode.NotModified)
        {
            found.AddRange(page.Select(doc => $"{doc.Id}={doc.V}"));
        }

        return string.Join(' ', found);
    }
}
