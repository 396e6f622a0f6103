using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class AssetRegistryContract
{
    static readonly DateTimeOffset WeekAgo = Noon.AddDays(-7);

    [Fact]
    public async Task Networks_are_listed_that_have_an_asset_held_of_late()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Asset(_network, "0x1"), Held("0x2", WeekAgo), Held("0x3", Noon));
        await CreateAsync(registry, Asset($"{_network}-old", "0x1") with { HeldAt = WeekAgo.AddTicks(-1) });
        await CreateAsync(registry, Asset($"{_network}-never", "0x1"));

        var networks = await registry.ListHeldNetworksAsync(WeekAgo, Token);

        Assert.Equal([_network], networks.Where(network => network.StartsWith(_network, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Held_assets_are_listed_whole_whose_price_is_unknown_or_old()
    {
        var registry = await RegistryAsync();
        var suspicious = Price(1m) with { Suspect = new(50m, Noon.AddMinutes(30), "test") };
        Asset[] due =
        [
            Held("0x1", WeekAgo), Held("0x2", Noon) with { Price = Price(2m) }, Held("a/b", Noon) with { Price = Price(1e-18m, 10) with { Confidence = 0.5m } },
        ];
        await CreateAsync(
            registry,
            [
                .. due, Held("0x3", Noon) with { Price = Price(2m, 10.001) }, Held("0x4", Noon) with { Price = suspicious },
                Held("0x5", WeekAgo.AddTicks(-1)), Asset(_network, "0x6"),
            ]);

        var page = await registry.ListHeldAsync(new HeldAssetsQuery(_network, WeekAgo, Noon.AddMinutes(10), 100), Token);

        Assert.Equal(due, page.Assets.OrderBy(asset => asset.Key));
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task Pages_follow_one_another_to_the_end_although_what_they_held_is_no_longer_due()
    {
        const int count = 250;
        var registry = await RegistryAsync();
        foreach (var batch in Assets(_network, count).Select(asset => asset with { HeldAt = Noon }).Chunk(100))
        {
            await CreateAsync(registry, batch);
        }

        var seen = new List<AssetKey>();
        string? continuation = null;
        do
        {
            var page = await registry.ListHeldAsync(new HeldAssetsQuery(_network, WeekAgo, Noon, 60, continuation), Token);
            Assert.InRange(page.Assets.Count, 0, 60);
            Assert.InRange(page.Continuation?.Length ?? 0, 0, 4096);
            seen.AddRange(page.Assets.Select(asset => asset.Key));
            await registry.UpdateAsync(_network, [.. page.Assets.Select(asset => new AssetUpdate(asset.Key, Price(1m, 60), null))], Threshold, Token);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        Assert.Equal(Assets(_network, count).Select(asset => asset.Key).Order(), seen.Order());
    }

    [Fact]
    public async Task A_network_without_held_assets_is_an_empty_page()
    {
        var registry = await RegistryAsync();
        var page = await registry.ListHeldAsync(new HeldAssetsQuery(_network, WeekAgo, Noon, 10), Token);
        var absurd = await registry.ListHeldAsync(new HeldAssetsQuery(new string('n', 3_000), WeekAgo, Noon, 10), Token);

        Assert.Equal((0, null), (page.Assets.Count, page.Continuation));
        Assert.Equal((0, null), (absurd.Assets.Count, absurd.Continuation));
    }

    [Fact]
    public async Task A_page_that_nobody_named_and_a_page_of_no_or_too_many_assets_are_mistakes_of_the_caller()
    {
        var registry = await RegistryAsync();
        var query = new HeldAssetsQuery(_network, WeekAgo, Noon, 10);

        await Assert.ThrowsAsync<InvalidContinuationException>(() => registry.ListHeldAsync(query with { Continuation = "no page of ours" }, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => registry.ListHeldAsync(query with { PageSize = 0 }, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => registry.ListHeldAsync(query with { PageSize = 1001 }, Token));
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(23.9, false)]
    [InlineData(0, false)]
    [InlineData(-30, false)]
    public async Task A_position_alone_is_stored_once_a_day_and_changes_nothing_else(double hoursLater, bool isStored)
    {
        var asset = Held("0x1", Noon) with { Price = Price(1m) };
        var registry = await RegistryWithAsync(asset);

        var result = await RenewAsync(registry, Noon.AddHours(hoursLater));

        var expected = isStored ? asset with { HeldAt = Noon.AddHours(hoursLater) } : asset;
        Assert.Equal((isStored ? AssetWriteStatus.Updated : AssetWriteStatus.Fresh, expected), (result.Status, result.Asset));
        Assert.Equal(expected, await ReadOneAsync(registry));
    }

    [Fact]
    public async Task A_first_position_is_stored_and_one_of_an_unknown_asset_is_not()
    {
        var registry = await RegistryWithAsync(Asset(_network, "0x1"));

        var results = await registry.UpdateAsync(
            _network, [new(new(_network, "0x1"), null, null, Noon), new(new(_network, "0x2"), null, null, Noon)], Threshold, Token);

        Assert.Equal([AssetWriteStatus.Updated, AssetWriteStatus.Missing], results.Select(result => result.Status));
        Assert.Equal(Held("0x1", Noon), await ReadOneAsync(registry));
    }

    [Fact]
    public async Task A_position_rides_along_with_a_price_or_stays_away_with_it()
    {
        var registry = await RegistryWithAsync(Asset(_network, "0x1", Price(1m)));
        var key = new AssetKey(_network, "0x1");

        var early = Assert.Single(await registry.UpdateAsync(_network, [new(key, Price(2m, 5), null, Noon)], Threshold, Token));
        var late = Assert.Single(await registry.UpdateAsync(_network, [new(key, Price(2m, 15), null, Noon.AddMinutes(15))], Threshold, Token));

        Assert.Equal((AssetWriteStatus.Fresh, null), (early.Status, early.Asset?.HeldAt));
        Assert.Equal((AssetWriteStatus.Updated, Price(2m, 15), Noon.AddMinutes(15)), (late.Status, late.Asset?.Price, late.Asset?.HeldAt));
    }

    [Theory]
    [InlineData(null, false, false, "new")]
    [InlineData("old", false, false, "new")]
    [InlineData(null, true, false, "new")]
    [InlineData(null, false, true, "new")]
    [InlineData("old", true, true, "old")]
    public async Task Group_is_stored_with_any_other_change_but_price_and_facts_at_once(string? known, bool withPrice, bool withFacts, string expected)
    {
        var registry = await RegistryWithAsync(Asset(_network, "0x1", Price(1m), Facts() with { GroupId = known }));
        var update = new AssetUpdate(new(_network, "0x1"), withPrice ? Price(2m, 10) : null, withFacts ? Facts("NEW") with { GroupId = "other" } : null, Noon);

        var result = Assert.Single(await registry.UpdateAsync(_network, [update with { GroupId = "new" }], Threshold, Token));

        Assert.Equal((AssetWriteStatus.Updated, expected), (result.Status, result.Asset?.Facts.GroupId));
        Assert.Equal(result.Asset, await ReadOneAsync(registry));
    }

    [Fact]
    public async Task Group_of_a_change_that_is_not_due_is_not_stored()
    {
        var registry = await RegistryWithAsync(Held("0x1", Noon));

        var result = Assert.Single(await registry.UpdateAsync(
            _network, [new(new(_network, "0x1"), null, null, Noon.AddHours(1)) { GroupId = "new" }], Threshold, Token));

        Assert.Equal((AssetWriteStatus.Fresh, null), (result.Status, result.Asset?.Facts.GroupId));
    }

    [Fact]
    public async Task Of_many_syncs_that_find_the_same_assets_held_one_stores_it()
    {
        var registry = await RegistryAsync();
        var assets = Assets(_network, 20);
        await CreateAsync(registry, [.. assets]);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(sync => Task.Run(() => registry.UpdateAsync(
            _network, [.. assets.Select(asset => new AssetUpdate(asset.Key, null, null, Noon.AddMinutes(sync)))], Threshold, Token))));

        Assert.All(outcomes.SelectMany(results => results).GroupBy(result => result.Key), results =>
        {
            var winner = Assert.Single(results, result => result.Status == AssetWriteStatus.Updated);
            Assert.All(results.Where(result => result != winner), result => Assert.Equal((AssetWriteStatus.Fresh, winner.Asset), (result.Status, result.Asset)));
        });
    }

    Asset Held(string address, DateTimeOffset heldAt) => Asset(_network, address) with { HeldAt = heldAt };

    static Task<IReadOnlyList<AssetWrite>> CreateAsync(IAssetRegistry registry, params Asset[] assets) => registry.CreateAsync(assets[0].Key.Network, assets, Token);

    async Task<AssetWrite> RenewAsync(IAssetRegistry registry, DateTimeOffset heldAt) =>
        Assert.Single(await registry.UpdateAsync(_network, [new(new(_network, "0x1"), null, null, heldAt)], Threshold, Token));
}
