using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Partitioning;

public sealed class HierarchicalKeyTests : CosmosTest
{
    const int Tenants = 4;
    const int Users = 3;
    const int Sessions = 2;

    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = 3 };

    protected override ContainerProperties Definition => new("items", (IReadOnlyList<string>)["/tenant", "/user", "/session"]);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var tenant in Enumerable.Range(0, Tenants))
        {
            foreach (var user in Enumerable.Range(0, Users))
            {
                foreach (var session in Enumerable.Range(0, Sessions))
                {
                    await Items.CreateItemAsync(new Visit("v", "t" + tenant, "u" + user, session), Full(tenant, user, session));
                }
            }
        }
    }

    [Fact]
    public async Task Point_operations_and_batches_take_the_full_key()
    {
        Assert.Equal(new Visit("v", "t1", "u2", 1), (await Items.ReadItemAsync<Visit>("v", Full(1, 2, 1))).Resource);
        Assert.Equal(HttpStatusCode.OK, (await Items.UpsertItemAsync(new Visit("v", "t1", "u2", 1))).StatusCode);
        Assert.True((await Items.CreateTransactionalBatch(Full(1, 2, 1)).ReadItem("v").CreateItem(new Visit("w", "t1", "u2", 1)).ExecuteAsync()).IsSuccessStatusCode);
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReadItemAsync<Visit>("v", Full(1, 2, 9))));
    }

    [Fact]
    public async Task Too_few_components_are_refused()
    {
        var prefix = new PartitionKeyBuilder().Add("t1").Add("u1").Build();

        Assert.Equal("400/0", await RefusalOfAsync(() => Items.ReadItemAsync<Visit>("v", prefix)));
        Assert.Equal(HttpStatusCode.BadRequest, (await Items.CreateTransactionalBatch(prefix).ReadItem("v").ExecuteAsync()).StatusCode);
    }

    [Theory]
    [InlineData(1, Users * Sessions)]
    [InlineData(2, Sessions)]
    [InlineData(3, 1)]
    public async Task A_query_by_a_prefix_finds_what_is_below_it(int components, int expected)
    {
        var key = new PartitionKeyBuilder().Add("t2");
        key = components > 1 ? key.Add("u1") : key;
        key = components > 2 ? key.Add(0.0) : key;

        var found = await Pages.AllAsync<Visit>(Items, "SELECT * FROM c", key.Build());
        Assert.Equal(expected, found.Count);
        Assert.All(found, visit => Assert.Equal("t2", visit.Tenant));
        Assert.Equal([expected], await Pages.AllAsync<int>(Items, "SELECT VALUE COUNT(1) FROM c", key.Build()));
    }

    [Fact]
    public async Task A_change_feed_by_a_prefix_shows_what_is_below_it()
    {
        var range = FeedRange.FromPartitionKey(new PartitionKeyBuilder().Add("t3").Add("u0").Build());
        using var feed = Items.GetChangeFeedIterator<Visit>(ChangeFeedStartFrom.Beginning(range), ChangeFeedMode.Incremental);

        Assert.Equal(Sessions, (await feed.ReadNextAsync()).Count);
    }

    [Fact]
    public async Task Read_many_and_cross_partition_queries_work()
    {
        List<(string, PartitionKey)> wanted = [("v", Full(0, 0, 0)), ("v", Full(3, 2, 1)), ("v", Full(3, 2, 9))];

        Assert.Equal(2, (await Items.ReadManyItemsAsync<Visit>(wanted)).Count);
        Assert.Equal(Tenants * Users, (await Pages.AllAsync<Visit>(Items, "SELECT * FROM c WHERE c.session = 1")).Count);
    }

    static PartitionKey Full(int tenant, int user, double session) =>
        new PartitionKeyBuilder().Add("t" + tenant).Add("u" + user).Add(session).Build();

    sealed record Visit(string Id, string Tenant, string User, int Session);
}
