using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class AssetRegistryContract
{
    [Fact]
    public async Task Results_come_in_the_order_of_the_assets()
    {
        var registry = await RegistryAsync();
        var assets = Assets(_network, 100).Reverse().ToList();
        await registry.CreateAsync(_network, [.. assets.Where((_, index) => index % 3 == 0)], Token);

        var results = await registry.CreateAsync(_network, assets, Token);

        Assert.Equal(assets.Select(asset => asset.Key), results.Select(result => result.Key));
        Assert.All(results, (result, index) => Assert.Equal(index % 3 == 0 ? AssetWriteStatus.Found : AssetWriteStatus.Created, result.Status));
    }

    [Fact]
    public async Task An_asset_that_exists_is_found_with_its_stored_content_and_the_others_are_created()
    {
        var registry = await RegistryAsync();
        var first = Asset(_network, "0x1", Price(5m), Facts("FIRST"));
        await registry.CreateAsync(_network, [first], Token);

        var results = await registry.CreateAsync(
            _network, [Asset(_network, "0x0"), Asset(_network, "0x1", Price(6m), Facts("SECOND")), Asset(_network, "0x2")], Token);

        Assert.Equal([AssetWriteStatus.Created, AssetWriteStatus.Found, AssetWriteStatus.Created], results.Select(result => result.Status));
        Assert.Equal(first, results[1].Asset);
        Assert.Equal(3, (await registry.ReadAsync([.. results.Select(result => result.Key)], Token)).Count);
        Assert.Equal(first, Assert.Single(await registry.ReadAsync([first.Key], Token)));
    }

    [Fact]
    public async Task Of_many_creators_at_once_exactly_one_creates_each_asset_and_all_others_find_it()
    {
        const int creators = 12;
        const int assets = 20;
        var registry = await RegistryAsync();

        // Every creator brings its own facts and starts elsewhere in the list, so that batches overlap in every possible way.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, creators).Select(creator => Task.Run(() => registry.CreateAsync(
            _network,
            [.. Enumerable.Range(0, assets).Select(index => Asset(_network, $"0x{(index + creator) % assets:x}", facts: Facts($"C{creator}")))],
            Token))));

        var stored = (await registry.ReadAsync([.. Assets(_network, assets).Select(asset => asset.Key)], Token)).ToDictionary(asset => asset.Key);
        var byAsset = outcomes.SelectMany(results => results).GroupBy(result => result.Key).ToList();
        Assert.Equal(assets, byAsset.Count);
        Assert.All(byAsset, results =>
        {
            Assert.Equal(creators, results.Count());
            Assert.Single(results, result => result.Status == AssetWriteStatus.Created);
            Assert.Equal(creators - 1, results.Count(result => result.Status == AssetWriteStatus.Found));
            Assert.All(results, result => Assert.Equal(stored[result.Key], result.Asset));
        });
    }

    [Fact]
    public async Task One_refused_asset_does_not_sink_19_others()
    {
        var registry = await RegistryAsync();
        var assets = Assets(_network, 20).ToList();
        assets[7] = Asset(_network, "lone surrogate \ud800");

        await AssertOneRefusedAsync(registry, assets, refused: 7);
    }

    [Fact]
    public async Task One_asset_too_large_for_the_store_does_not_sink_19_others()
    {
        var registry = await RegistryAsync();
        var assets = Assets(_network, 20).ToList();
        assets[13] = Asset(_network, "0xlarge", facts: Facts() with { Name = new string('x', 2_200_000) });

        await AssertOneRefusedAsync(registry, assets, refused: 13);
    }

    async Task AssertOneRefusedAsync(IAssetRegistry registry, List<Asset> assets, int refused)
    {
        var results = await registry.CreateAsync(_network, assets, Token);

        Assert.Equal(assets.Select(asset => asset.Key), results.Select(result => result.Key));
        Assert.Equal(AssetWriteStatus.Refused, results[refused].Status);
        Assert.NotEmpty(results[refused].Reason!);
        Assert.All(results.Where((_, index) => index != refused), result => Assert.Equal(AssetWriteStatus.Created, result.Status));
        Assert.Equal(assets.Count - 1, (await registry.ReadAsync([.. assets.Select(asset => asset.Key)], Token)).Count);
    }

    [Fact]
    public async Task A_network_with_an_absurd_name_is_refused_and_never_found()
    {
        var registry = await RegistryAsync();
        var absurd = new string('n', 3_000);

        var results = await registry.CreateAsync(absurd, Assets(absurd, 2), Token);
        var updates = await registry.UpdateAsync(absurd, [new(new(absurd, "0x0"), Price(1m), null)], Threshold, Token);

        Assert.All(results, result => Assert.Equal(AssetWriteStatus.Refused, result.Status));
        Assert.Equal(AssetWriteStatus.Missing, Assert.Single(updates).Status);
        Assert.Empty(await registry.ReadAsync([new(absurd, "0x0"), new(_network, "0x0")], Token));
    }

    [Fact]
    public async Task A_batch_of_two_networks_of_duplicates_or_of_more_than_100_assets_is_a_mistake_of_the_caller()
    {
        var registry = await RegistryAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => registry.CreateAsync(_network, [Asset("elsewhere", "0x1")], Token));
        await Assert.ThrowsAsync<ArgumentException>(() => registry.CreateAsync(_network, [Asset(_network, "0x1"), Asset(_network, "0x1")], Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => registry.CreateAsync(_network, Assets(_network, 101), Token));
        Assert.Empty(await registry.ReadAsync([new(_network, "0x1")], Token));
    }
}
