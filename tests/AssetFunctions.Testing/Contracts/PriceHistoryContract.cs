using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IPriceHistory"/> promises together with the registry that feeds it. Derive once per adapter.</summary>
public abstract class PriceHistoryContract
{
    static readonly TimeSpan Threshold = TimeSpan.FromMinutes(10);
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A network of its own for every test, so that adapters may share one database.</summary>
    readonly string _network = $"net-{Guid.NewGuid():N}";

    AssetKey Key => new(_network, "0x1");

    /// <summary>The history under test and its registry.</summary>
    protected abstract Task<(IAssetRegistry Registry, IPriceHistory History)> StoresAsync();

    [Fact]
    public async Task An_asset_nobody_registered_has_no_history()
    {
        var (_, history) = await StoresAsync();

        Assert.Empty(await AllAsync(history));
    }

    [Fact]
    public async Task An_asset_registered_without_a_price_has_no_history_until_it_gets_one()
    {
        var (registry, history) = await StoresAsync();
        await registry.CreateAsync(_network, [Asset(_network, "0x1")], Token);
        Assert.Empty(await AllAsync(history));

        await UpdateAsync(registry, Price(3m, minutes: 1));

        Assert.Equal([new PricePoint(Noon.AddMinutes(1), 3m, "test")], await AllAsync(history));
    }

    [Fact]
    public async Task Every_accepted_price_is_there_once_in_order_of_time_however_many_there_are()
    {
        var (registry, history) = await StoresAsync();
        await registry.CreateAsync(_network, [Asset(_network, "0x1", Price(1m))], Token);

        for (var i = 1; i <= 120; i++)
        {
            await UpdateAsync(registry, Price(1m + (i / 1000m), minutes: 10 * i, provider: $"provider-{i % 2}"));
        }

        var points = await AllAsync(history);
        Assert.Equal(
            Enumerable.Range(0, 121).Select(i => new PricePoint(Noon.AddMinutes(10 * i), 1m + (i / 1000m), i == 0 ? "test" : $"provider-{i % 2}")),
            points);
    }

    [Fact]
    public async Task A_range_is_half_open()
    {
        var (registry, history) = await StoresAsync();
        await registry.CreateAsync(_network, [Asset(_network, "0x1", Price(1m))], Token);
        for (var i = 1; i <= 50; i++)
        {
            await UpdateAsync(registry, Price(1m + i, minutes: 10 * i));
        }

        var points = await history.ReadAsync(Key, Noon.AddMinutes(100), Noon.AddMinutes(450), Token);

        Assert.Equal(Enumerable.Range(10, 35).Select(i => 1m + i), points.Select(point => point.Usd));
    }

    [Fact]
    public async Task A_price_that_was_not_accepted_is_not_there()
    {
        var (registry, history) = await StoresAsync();
        await registry.CreateAsync(_network, [Asset(_network, "0x1", Price(1m))], Token);

        await UpdateAsync(registry, Price(2m, minutes: 9));
        await UpdateAsync(registry, Price(1m) with { Suspect = new SuspectPrice(500m, Noon.AddMinutes(20), "test") });
        await UpdateAsync(registry, Price(510m, minutes: 30));

        Assert.Equal([1m, 510m], (await AllAsync(history)).Select(point => point.Usd));
    }

    [Fact]
    public async Task New_facts_are_no_price()
    {
        var (registry, history) = await StoresAsync();
        await registry.CreateAsync(_network, [Asset(_network, "0x1", Price(1m))], Token);

        await registry.UpdateAsync(_network, [new AssetUpdate(Key, null, Facts("NEW"))], Threshold, Token);

        Assert.Single(await AllAsync(history));
    }

    [Fact]
    public async Task Prices_are_exact()
    {
        var (registry, history) = await StoresAsync();
        await registry.CreateAsync(_network, [Asset(_network, "0x1", Price(0.000000000000000001m))], Token);
        await UpdateAsync(registry, Price(79228162514264337593543950335m, minutes: 10));

        Assert.Equal([0.000000000000000001m, 79228162514264337593543950335m], (await AllAsync(history)).Select(point => point.Usd));
    }

    async Task UpdateAsync(IAssetRegistry registry, AssetPrice price) =>
        await registry.UpdateAsync(_network, [new AssetUpdate(Key, price, null)], Threshold, Token);

    Task<IReadOnlyList<PricePoint>> AllAsync(IPriceHistory history) =>
        history.ReadAsync(Key, DateTimeOffset.UnixEpoch, Noon.AddYears(10), Token);
}
