using AssetFunctions.Sync.Assets;
using Xunit.Abstractions;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>What prices in pages cost at the wire, by the database's conservative meter.</summary>
public sealed class PricePageCostTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_refresh_of_600_held_prices_takes_175_request_units_and_8_requests_with_its_history()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(600);
        world.Advance(15);
        await world.RefreshAsync();
        world.Advance(10);
        await world.RefreshAsync();
        world.Advance(10);
        var begun = world.Meter();

        await world.RefreshAsync();

        var one = world.Meter() - begun;
        output.WriteLine($"one refresh: {one.RequestUnits:0.0} RU, {one.DataRequests} requests");
        var day = world.Meter();
        for (var i = 0; i < 144; i++)
        {
            world.Advance(10);
            await world.RefreshAsync();
        }

        var spent = world.Meter() - day;
        output.WriteLine($"a day of 144: {spent.RequestUnits / 144:0.0} RU, {spent.DataRequests / 144.0:0.00} requests each");
        foreach (var row in spent.Rows)
        {
            output.WriteLine($"  {row.Operation} {row.Container} {row.Status}: {row.Requests}, {row.RequestUnits:0.0} RU");
        }

        foreach (var (id, page) in await world.PagesAsync())
        {
            output.WriteLine($"  {id}: {page.GetRawText().Length} bytes");
        }

        Assert.InRange(one.RequestUnits, 1, 175);
        Assert.InRange(one.DataRequests, 1, 8);
        Assert.InRange(spent.RequestUnits / 144, 1, 175);
        Assert.InRange(spent.DataRequests / 144.0, 1, 8);
    }

    [Fact]
    public async Task A_hundred_stale_prices_of_5000_take_one_sync_1110_request_units()
    {
        await using var world = await PriceWorld.StartAsync();
        await world.RegisterAsync(5_000);
        world.Advance(15);
        await world.RefreshAsync();
        world.Advance(25);
        var keys = world.Keys.OrderBy(key => key.ContractAddress[^6..], StringComparer.Ordinal).Take(100).ToList();
        var instance = world.StartInstance();
        var begun = world.Meter();

        var writes = await world.SyncAsync(instance, keys);

        var spent = world.Meter() - begun;
        output.WriteLine($"one sync: {spent.RequestUnits:0.0} RU, {spent.DataRequests} requests");
        foreach (var row in spent.Rows)
        {
            output.WriteLine($"  {row.Operation} {row.Container} {row.Status}: {row.Requests}, {row.RequestUnits:0.0} RU");
        }

        var pages = await world.PagesAsync();
        output.WriteLine($"{pages.Count - 1} pages, {pages.Values.Average(page => page.GetRawText().Length):0} bytes");
        Assert.All(writes, write => Assert.Equal(AssetWriteStatus.Updated, write.Status));
        Assert.InRange(spent.RequestUnits, 1, 1_110);
    }
}
