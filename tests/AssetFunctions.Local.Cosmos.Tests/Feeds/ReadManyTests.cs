using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Feeds;

public sealed class ReadManyTests : CosmosTest
{
    [Fact]
    public async Task One_id_is_a_point_read()
    {
        await CreateAsync(new Doc("a", "p"));
        await WarmAsync();

        Assert.Equal("Read 1", Tally(await SpentOnAsync(() => ReadAsync("a"))));
        Assert.Empty(await ReadAsync("missing"));
    }

    [Fact]
    public async Task Up_to_a_thousand_ids_take_one_plan_and_one_query()
    {
        await CreateAsync([.. Enumerable.Range(0, 20).Select(i => new Doc("d" + i, "p"))]);
        await WarmAsync();
        IReadOnlyList<Doc> found = [];
        var few = await SpentOnAsync(async () => found = await ReadAsync("d1", "d2", "missing"));
        var many = await SpentOnAsync(async () => found = await ReadAsync([.. Enumerable.Range(0, 1500).Select(i => "d" + i)]));

        Assert.Equal("Query 1, QueryPlan 1", Tally(few));
        Assert.Equal("Query 2, QueryPlan 2", Tally(many));
        Assert.Equal(20, found.Count);
    }

    [Fact]
    public async Task Ids_need_no_escaping()
    {
        string[] ids = ["it's", "\"quoted\"", "back`tick", "é 🦊"];
        await CreateAsync([.. ids.Select(id => new Doc(id, "p"))]);

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await ReadAsync(ids)).Select(doc => doc.Id).Order(StringComparer.Ordinal));
    }

    Task<IReadOnlyList<Doc>> WarmAsync() => ReadAsync("x", "y");

    async Task<IReadOnlyList<Doc>> ReadAsync(params string[] ids) =>
        [.. await Items.ReadManyItemsAsync<Doc>([.. ids.Select(id => (id, Key))])];
}
