using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class AssetRegistryContract
{
    [Fact]
    public async Task A_first_price_is_stored()
    {
        var asset = Asset(_network, "0x1");
        var registry = await RegistryWithAsync(asset);

        var result = await UpdateOneAsync(registry, Price(0.000000000000000001m));

        Assert.Equal(AssetWriteStatus.Updated, result.Status);
        Assert.Equal(asset with { Price = Price(0.000000000000000001m), UpdatedAt = result.Asset!.UpdatedAt }, result.Asset);
        Assert.Equal(result.Asset, await ReadOneAsync(registry));
    }

    [Theory]
    [InlineData(9.9999, false)]
    [InlineData(10, true)]
    [InlineData(10.0001, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(-600, false)]
    public async Task A_price_is_replaced_only_by_one_that_is_newer_by_the_threshold(double minutesLater, bool isReplaced)
    {
        var asset = Asset(_network, "0x1", Price(1m));
        var registry = await RegistryWithAsync(asset);

        var result = await UpdateOneAsync(registry, Price(2m, minutesLater));

        Assert.Equal(isReplaced ? AssetWriteStatus.Updated : AssetWriteStatus.Fresh, result.Status);
        Assert.Equal(isReplaced ? Price(2m, minutesLater) : Price(1m), result.Asset?.Price);
        Assert.Equal(result.Asset, await ReadOneAsync(registry));
        Assert.True(isReplaced || result.Asset == asset);
    }

    [Fact]
    public async Task The_threshold_counts_from_the_last_observation_believed_or_not()
    {
        var suspicious = Price(1m) with { Suspect = new SuspectPrice(900m, Noon.AddMinutes(30), "test") };
        var registry = await RegistryWithAsync(Asset(_network, "0x1", suspicious));

        var tooSoon = await UpdateOneAsync(registry, Price(905m, 35));
        var inTime = await UpdateOneAsync(registry, Price(905m, 40));

        Assert.Equal(AssetWriteStatus.Fresh, tooSoon.Status);
        Assert.Equal(AssetWriteStatus.Updated, inTime.Status);
        Assert.Null(inTime.Asset!.Price!.Suspect);
    }

    [Fact]
    public async Task A_suspect_observation_is_stored_beside_the_older_price()
    {
        var registry = await RegistryWithAsync(Asset(_network, "0x1", Price(1m)));
        var suspicious = Price(1m) with { Suspect = new SuspectPrice(900m, Noon.AddMinutes(15), "test") };

        var first = await UpdateOneAsync(registry, suspicious);
        var again = await UpdateOneAsync(registry, suspicious);

        Assert.Equal(AssetWriteStatus.Updated, first.Status);
        Assert.Equal(suspicious, first.Asset?.Price);
        Assert.Equal(AssetWriteStatus.Fresh, again.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_suspect_observation_never_brings_back_a_price_that_was_replaced_meanwhile(bool isPriced)
    {
        var asset = Asset(_network, "0x1", isPriced ? Price(9m, 20.125) : null);
        var registry = await RegistryWithAsync(asset);
        var stale = Price(1m) with { Suspect = new SuspectPrice(11m, Noon.AddMinutes(60), "test") };

        var late = await UpdateOneAsync(registry, stale);

        Assert.Equal((AssetWriteStatus.Fresh, asset), (late.Status, late.Asset));
        Assert.Equal(asset, await ReadOneAsync(registry));
    }

    [Fact]
    public async Task A_suspect_observation_that_is_late_does_not_keep_the_others_from_being_stored()
    {
        var registry = await RegistryAsync();
        var precise = Price(1m) with { AsOf = Noon.AddTicks(7) };
        await registry.CreateAsync(_network, [Asset(_network, "0x1", Price(9m, 20)), Asset(_network, "0x2", precise)], Token);
        var suspect = new SuspectPrice(11m, Noon.AddMinutes(60), "test");

        var results = await registry.UpdateAsync(
            _network,
            [new(new(_network, "0x1"), Price(1m) with { Suspect = suspect }, null), new(new(_network, "0x2"), precise with { Suspect = suspect }, null)],
            Threshold,
            Token);

        Assert.Equal([AssetWriteStatus.Fresh, AssetWriteStatus.Updated], results.Select(result => result.Status));
        Assert.Equal((9m, suspect), (results[0].Asset?.Price?.Usd, results[1].Asset?.Price?.Suspect));
    }

    [Fact]
    public async Task Fresh_and_missing_assets_do_not_keep_the_others_from_being_updated()
    {
        var registry = await RegistryAsync();
        var assets = Enumerable.Range(0, 30).Select(index => Asset(_network, $"0x{index}", index % 3 == 0 ? Price(1m, 5) : Price(1m))).ToList();
        await registry.CreateAsync(_network, [.. assets.Where((_, index) => index % 5 != 0)], Token);

        var results = await registry.UpdateAsync(_network, [.. assets.Select(asset => new AssetUpdate(asset.Key, Price(2m, 11), null))], Threshold, Token);

        Assert.Equal(assets.Select(asset => asset.Key), results.Select(result => result.Key));
        Assert.All(results, (result, index) =>
        {
            var expected = index % 5 == 0 ? AssetWriteStatus.Missing : index % 3 == 0 ? AssetWriteStatus.Fresh : AssetWriteStatus.Updated;
            Assert.Equal(expected, result.Status);
            Assert.Equal(expected switch { AssetWriteStatus.Missing => null, AssetWriteStatus.Fresh => Price(1m, 5), _ => Price(2m, 11) }, result.Asset?.Price);
        });
    }

    [Fact]
    public async Task Concurrent_syncs_with_the_same_news_write_each_price_once()
    {
        const int syncs = 12;
        var registry = await RegistryAsync();
        var assets = Assets(_network, 25, Price(1m));
        await registry.CreateAsync(_network, assets, Token);

        // The syncs saw the price within seconds of each other.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, syncs).Select(sync => Task.Run(() => registry.UpdateAsync(
            _network,
            [.. assets.Select((_, index) => new AssetUpdate(assets[(index + (2 * sync)) % assets.Count].Key, Price(2m + sync, 20 + (sync * 0.05)), null))],
            Threshold,
            Token))));

        var stored = (await registry.ReadAsync([.. assets.Select(asset => asset.Key)], Token)).ToDictionary(asset => asset.Key);
        Assert.All(outcomes.SelectMany(results => results).GroupBy(result => result.Key), results =>
        {
            var winner = Assert.Single(results, result => result.Status == AssetWriteStatus.Updated);
            Assert.Equal(stored[results.Key], winner.Asset);
            Assert.All(results.Where(result => result != winner), result =>
            {
                Assert.Equal(AssetWriteStatus.Fresh, result.Status);
                Assert.Equal(stored[results.Key], result.Asset);
            });
        });
    }

    [Fact]
    public async Task Concurrent_updates_never_turn_time_back()
    {
        const int updates = 24;
        var registry = await RegistryAsync();
        var assets = Assets(_network, 5, Price(1m));
        await registry.CreateAsync(_network, assets, Token);

        await Task.WhenAll(Enumerable.Range(1, updates).Select(minute => Task.Run(() => registry.UpdateAsync(
            _network, [.. assets.Select(asset => new AssetUpdate(asset.Key, Price(minute, minute), null))], TimeSpan.Zero, Token))));

        var stored = await registry.ReadAsync([.. assets.Select(asset => asset.Key)], Token);
        Assert.All(stored, asset => Assert.Equal(Price(updates, updates), asset.Price));
    }

    [Fact]
    public async Task Facts_alone_are_stored_whatever_the_age_of_the_price_and_leave_it_alone()
    {
        var registry = await RegistryWithAsync(Asset(_network, "0x1", Price(1m)));
        var facts = new AssetFacts { Symbol = "NEW", Name = "New", Decimals = 0, IconUrl = "https://icons.example/new.png", Verified = false };

        var result = Assert.Single(await registry.UpdateAsync(_network, [new(new(_network, "0x1"), null, facts)], Threshold, Token));

        Assert.Equal(AssetWriteStatus.Updated, result.Status);
        Assert.Equal(facts, result.Asset?.Facts);
        Assert.Equal(Price(1m), result.Asset?.Price);
        Assert.Equal(result.Asset, await ReadOneAsync(registry));
    }

    [Fact]
    public async Task Price_and_facts_are_stored_together_or_not_at_all()
    {
        var asset = Asset(_network, "0x1", Price(1m));
        var registry = await RegistryWithAsync(asset);
        var facts = Facts("NEW");

        var early = Assert.Single(await registry.UpdateAsync(_network, [new(asset.Key, Price(2m, 5), facts)], Threshold, Token));
        var late = Assert.Single(await registry.UpdateAsync(_network, [new(asset.Key, Price(2m, 15), facts)], Threshold, Token));

        Assert.Equal((AssetWriteStatus.Fresh, asset), (early.Status, early.Asset));
        Assert.Equal((AssetWriteStatus.Updated, Price(2m, 15), facts), (late.Status, late.Asset?.Price, late.Asset?.Facts));
    }

    [Fact]
    public async Task What_a_provider_leaves_open_stays_as_it_is_stored()
    {
        var asset = Asset(_network, "0x1", Price(1m));
        var registry = await RegistryWithAsync(asset);
        var told = new AssetFacts { Symbol = string.Empty, Name = string.Empty, Decimals = 6 };

        var result = Assert.Single(await registry.UpdateAsync(_network, [new(asset.Key, Price(2m, 15), told)], Threshold, Token));

        Assert.Equal((Price(2m, 15), asset.Facts with { Decimals = 6 }), (result.Asset?.Price, result.Asset?.Facts));
        Assert.Equal(result.Asset, await ReadOneAsync(registry));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_says_whether_it_vouches_for_an_asset_is_heard(bool isVerified)
    {
        var asset = Asset(_network, "0x1", facts: Facts() with { Verified = isVerified ? null : true });
        var registry = await RegistryWithAsync(asset);

        await registry.UpdateAsync(_network, [new(asset.Key, null, asset.Facts with { Verified = isVerified })], Threshold, Token);

        Assert.Equal(isVerified, (await ReadOneAsync(registry)).Facts.Verified);
    }

    [Fact]
    public async Task A_hundred_prices_with_facts_fit_one_call()
    {
        var registry = await RegistryAsync();
        var assets = Assets(_network, 100, Price(1m));
        await registry.CreateAsync(_network, assets, Token);

        var results = await registry.UpdateAsync(
            _network, [.. assets.Select(asset => new AssetUpdate(asset.Key, Price(3m, 60), Facts("NEW")))], Threshold, Token);

        Assert.All(results, result => Assert.Equal((AssetWriteStatus.Updated, Price(3m, 60)), (result.Status, result.Asset?.Price)));
    }

    [Fact]
    public async Task A_price_with_facts_is_stored_although_the_asset_is_held_and_the_next_price_says_that_it_is()
    {
        var asset = Asset(_network, "0x1", Price(1m));
        var registry = await RegistryWithAsync(asset);
        var heldAt = Price(2m, 30).ObservedAt;

        var both = Assert.Single(await registry.UpdateAsync(
            _network, [new(asset.Key, Price(2m, 15), Facts("NEW")) { HeldAt = heldAt }], Threshold, Token));
        var next = Assert.Single(await registry.UpdateAsync(_network, [new(asset.Key, Price(3m, 30), null) { HeldAt = heldAt }], Threshold, Token));

        Assert.Equal((AssetWriteStatus.Updated, Price(2m, 15), Facts("NEW")), (both.Status, both.Asset?.Price, both.Asset?.Facts));
        Assert.Equal((AssetWriteStatus.Updated, Price(3m, 30), heldAt), (next.Status, next.Asset?.Price, next.Asset?.HeldAt));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_is_a_mistake_of_the_caller()
    {
        var registry = await RegistryWithAsync(Asset(_network, "0x1"));
        await Assert.ThrowsAsync<ArgumentException>(() => registry.UpdateAsync(_network, [new(new(_network, "0x1"), null, null)], Threshold, Token));
    }

    async Task<IAssetRegistry> RegistryWithAsync(Asset asset)
    {
        var registry = await RegistryAsync();
        await registry.CreateAsync(_network, [asset], Token);
        return registry;
    }

    async Task<AssetWrite> UpdateOneAsync(IAssetRegistry registry, AssetPrice price) =>
        Assert.Single(await registry.UpdateAsync(_network, [new(new(_network, "0x1"), price, null)], Threshold, Token));

    async Task<Asset> ReadOneAsync(IAssetRegistry registry) => Assert.Single(await registry.ReadAsync([new(_network, "0x1")], Token));
}
