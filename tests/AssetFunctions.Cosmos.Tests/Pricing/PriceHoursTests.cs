using System.Text.Json;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>The history of prices in pages: hours beside the page, then a segment for each asset and day.</summary>
public sealed class PriceHoursTests
{
    static AssetKey Key => new(PriceWorld.Network, "0x1");

    [Fact]
    public async Task An_hour_has_its_first_highest_lowest_and_last_price()
    {
        await using var world = await StartAsync();
        foreach (var usd in (decimal[])[3m, 5m, 2m, 4m])
        {
            await PriceAsync(world, usd, minutesLater: 10);
        }

        await PriceAsync(world, 6m, minutesLater: 30);
        await PriceAsync(world, 7m, minutesLater: 24 * 60);
        await PriceAsync(world, 8m, minutesLater: 10);

        var hour = (await world.PagesAsync("$hours-"))["$hours--2026030112"];
        Assert.Equal(
            """{"asOf":"2026-03-01T12:40:00Z","open":"3","high":"5","low":"2","close":"4"}""", hour.GetProperty("rows").GetProperty("0x1").GetRawText());
        Assert.Equal(CosmosDefaults.PriceHourSeconds, hour.GetProperty("ttl").GetInt32());
        var segment = await SegmentAsync(world, "2026-03-01");
        Assert.Equal(
            """[{"hour":12,"asOf":"2026-03-01T12:40:00Z","open":"3","high":"5","low":"2","close":"4"},{"hour":13,"asOf":"2026-03-01T13:10:00Z","close":"6"}]""",
            segment.GetProperty("hours").GetRawText());
        Assert.Equal("defillama", segment.GetProperty("provider").GetString());
    }

    [Fact]
    public async Task Every_hour_is_read_once_with_its_last_price_before_and_after_it_moves_to_the_history()
    {
        await using var world = await StartAsync();
        var expected = new List<PricePoint> { new(Noon, 1m, "test") };
        for (var i = 1; i <= 6 * 60; i++)
        {
            var usd = 1m + (i / 1000m);
            await PriceAsync(world, usd, minutesLater: 10);
            var asOf = world.Clock.GetUtcNow();
            if (asOf.Minute == 50 || i == 6 * 60)
            {
                expected.Add(new PricePoint(asOf, usd, "defillama"));
            }

            if (i % 17 == 0)
            {
                var now = new PricePoint(asOf, usd, "defillama");
                Assert.Equal(expected.Where(point => point.AsOf < asOf).Append(now), await HistoryAsync(world));
            }
        }

        Assert.Equal(expected, await HistoryAsync(world));
        Assert.Equal(
            expected.Where(point => point.AsOf >= Noon.AddHours(5) && point.AsOf < Noon.AddHours(50)),
            await world.History.ReadAsync(Key, Noon.AddHours(5), Noon.AddHours(50), default));
        Assert.Equal(3, expected.Select(point => point.AsOf.Date).Distinct().Count(day => day < world.Clock.GetUtcNow().Date));
    }

    [Fact]
    public async Task A_suspect_price_is_no_part_of_an_hour_until_it_is_confirmed()
    {
        await using var world = await StartAsync();
        await PriceAsync(world, 2m, minutesLater: 10);
        await PriceAsync(world, 900m, minutesLater: 10);
        Assert.Equal([1m, 2m], (await HistoryAsync(world)).Select(point => point.Usd));

        await PriceAsync(world, 905m, minutesLater: 10);
        await PriceAsync(world, 906m, minutesLater: 60);

        Assert.Equal([1m, 905m, 906m], (await HistoryAsync(world)).Select(point => point.Usd));
        Assert.Equal("2", (await world.PagesAsync("$hours-"))["$hours--2026030112"].GetProperty("rows").GetProperty("0x1").GetProperty("open").GetString());
    }

    [Fact]
    public async Task Prices_of_syncs_and_of_days_without_a_refresh_are_part_of_the_history()
    {
        await using var world = await StartAsync();
        await PriceAsync(world, 2m, minutesLater: 10);
        for (var hours = 1; hours <= 60; hours++)
        {
            world.Clock.Advance(TimeSpan.FromHours(1));
            var write = Assert.Single(await world.Pages.UpdateAsync(
                PriceWorld.Network, [new(Key, new AssetPrice(2m + hours, world.Clock.GetUtcNow(), "zerion"), null)], TimeSpan.FromMinutes(20), default));
            Assert.Equal(AssetWriteStatus.Updated, write.Status);
        }

        Assert.Equal([1m, .. Enumerable.Range(2, 61).Select(usd => (decimal)usd)], (await HistoryAsync(world)).Select(point => point.Usd));
        await PriceAsync(world, 64m, minutesLater: 60);

        Assert.Equal([1m, .. Enumerable.Range(2, 61).Select(usd => (decimal)usd), 64m], (await HistoryAsync(world)).Select(point => point.Usd));
        Assert.Equal(JsonValueKind.Object, (await SegmentAsync(world, "2026-03-01")).ValueKind);
        Assert.Equal(JsonValueKind.Object, (await SegmentAsync(world, "2026-03-02")).ValueKind);
    }

    [Fact]
    public async Task Hours_from_before_a_page_was_split_stay_part_of_the_history()
    {
        await using var world = await StartAsync();
        await PriceAsync(world, 2m, minutesLater: 10);
        await PriceAsync(world, 3m, minutesLater: 60);
        await world.RegisterAsync(500);
        await PriceAsync(world, 4m, minutesLater: 10);
        Assert.True((await world.PagesAsync()).Count > 4);
        await PriceAsync(world, 5m, minutesLater: 60);
        Assert.Equal([1m, 2m, 4m, 5m], (await HistoryAsync(world)).Select(point => point.Usd));

        await PriceAsync(world, 6m, minutesLater: 24 * 60);
        await PriceAsync(world, 7m, minutesLater: 60);
        await PriceAsync(world, 8m, minutesLater: 60);

        Assert.Equal([1m, 2m, 4m, 5m, 6m, 7m, 8m], (await HistoryAsync(world)).Select(point => point.Usd));
        Assert.Equal(3, (await SegmentAsync(world, "2026-03-01")).GetProperty("hours").GetArrayLength());
    }

    static async Task<PriceWorld> StartAsync()
    {
        var world = await PriceWorld.StartAsync();
        await world.Registry.CreateAsync(PriceWorld.Network, [Asset(PriceWorld.Network, Key.ContractAddress, Price(1m)) with { HeldAt = Noon.AddYears(1) }], default);
        return world;
    }

    static Task PriceAsync(PriceWorld world, decimal usd, double minutesLater)
    {
        world.Advance(minutesLater);
        world.Provider.Price(new(Key, usd, world.Clock.GetUtcNow()));
        return world.RefreshAsync();
    }

    static Task<IReadOnlyList<PricePoint>> HistoryAsync(PriceWorld world) =>
        world.History.ReadAsync(Key, DateTimeOffset.UnixEpoch, Noon.AddYears(1), default);

    static async Task<JsonElement> SegmentAsync(PriceWorld world, string day) =>
        await world.Services.GetRequiredService<CosmosClient>().GetContainer(CosmosDefaults.Database, ContainerDefinitions.Prices)
            .ReadItemAsync<JsonElement>(day, new PartitionKey(Key.ToString()));
}
