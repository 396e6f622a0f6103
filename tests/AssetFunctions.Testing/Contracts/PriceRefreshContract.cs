using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What the price refresh does over any registry. Derive once per adapter.</summary>
public abstract class PriceRefreshContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A network of its own for every test, so that adapters may share one database.</summary>
    readonly string _network = $"net-{Guid.NewGuid():N}";

    readonly ManualTimeProvider _clock = new(Noon.AddMinutes(15));
    readonly ScriptedPriceProvider _provider = new();

    /// <summary>The registry below.</summary>
    protected abstract Task<IAssetRegistry> RegistryAsync();

    /// <summary>The pages of prices over a registry.</summary>
    protected virtual IPricePages PagesOf(IAssetRegistry registry) => new RegistryPrices(registry);

    [Fact]
    public async Task Held_assets_with_a_stale_or_no_price_are_refreshed_and_others_are_not()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0), Held(1) with { Price = Price(1m) }, Held(2) with { Price = Price(1m, 6) }, Held(3) with { HeldAt = null }, Held(4) with { HeldAt = Noon.AddDays(-8) });
        PriceAll(5, 2m);

        await TickAsync(registry);

        Assert.Equal([2m, 2m, 1m, null, null], (await ReadAsync(registry, 5)).Select(asset => asset.Price?.Usd));
        Assert.Equal(new AssetPrice(2m, _clock.GetUtcNow(), "defillama") { Confidence = 0.9m }, (await ReadAsync(registry, 1))[0].Price);
        Assert.Equal([Key(0), Key(1)], Assert.Single(_provider.Requested).Order());
    }

    [Fact]
    public async Task Spam_is_not_requested()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0), Held(1) with { Facts = Facts("claim.com") with { Verified = null } });
        PriceAll(2, 2m);

        await TickAsync(registry);
        _clock.Advance(TimeSpan.FromMinutes(20));
        await TickAsync(registry);

        Assert.Equal([2m, null], (await ReadAsync(registry, 2)).Select(asset => asset.Price?.Usd));
        Assert.All(_provider.Requested, keys => Assert.Equal([Key(0)], keys));
        Assert.Equal(2, _provider.Requested.Count);
    }

    [Fact]
    public async Task Every_page_is_refreshed_and_a_duplicate_tick_makes_no_call()
    {
        const int count = 130;
        var registry = await RegistryAsync();
        foreach (var batch in Enumerable.Range(0, count).Select(Held).Chunk(100))
        {
            await CreateAsync(registry, batch);
        }

        PriceAll(count - 10, 2m);
        using var driver = Driver(registry, new PriceRefreshOptions { PageSize = 50 });

        await driver.TickAsync(_network);
        await driver.TickAsync(_network);

        Assert.Equal(count - 10, (await ReadAsync(registry, count)).Count(asset => asset.Price?.Usd == 2m));
        Assert.Equal(count, _provider.Requested.Sum(keys => keys.Count));
        Assert.Equal(count, _provider.Requested.SelectMany(keys => keys).Distinct().Count());
    }

    [Fact]
    public async Task Two_concurrent_deliveries_make_one_call()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, [.. Enumerable.Range(0, 40).Select(Held)]);
        PriceAll(40, 2m);
        _provider.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var driver = Driver(registry);

        var first = driver.TickAsync(_network);
        await Eventually.TrueAsync(() => _provider.Requested.Count == 1);
        await driver.TickAsync(_network);
        _provider.Gate.SetResult();
        await first;

        Assert.Equal(40, Assert.Single(_provider.Requested).Count);
        Assert.All(await ReadAsync(registry, 40), asset => Assert.Equal(2m, asset.Price?.Usd));
    }

    [Fact]
    public async Task Time_never_runs_backwards_and_a_jump_is_suspect_until_it_is_confirmed()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0) with { Price = Price(1m) }, Held(1) with { Price = Price(1m) });
        _provider.Price(new PriceQuote(Key(0), 9m, Noon.AddHours(-1)));
        _provider.Price(new PriceQuote(Key(1), 500m, _clock.GetUtcNow()));
        using var driver = Driver(registry);

        await driver.TickAsync(_network);
        var assets = await ReadAsync(registry, 2);
        Assert.Equal(Price(1m), assets[0].Price);
        Assert.Equal((1m, 500m), (assets[1].Price!.Usd, assets[1].Price!.Suspect?.Usd));

        _clock.Advance(TimeSpan.FromMinutes(10));
        _provider.Price(new PriceQuote(Key(1), 510m, _clock.GetUtcNow()));
        await driver.TickAsync(_network);
        Assert.Equal((510m, null), ((await ReadAsync(registry, 2))[1].Price!.Usd, (await ReadAsync(registry, 2))[1].Price!.Suspect));
    }

    [Fact]
    public async Task An_unpriced_asset_is_requested_again_after_its_time_and_not_before()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0));
        using var driver = Driver(registry);

        await driver.TickAsync(_network);
        _clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromSeconds(1));
        await driver.TickAsync(_network);
        Assert.Single(_provider.Requested);

        _clock.Advance(TimeSpan.FromHours(1.2) + TimeSpan.FromSeconds(1));
        await driver.TickAsync(_network);
        Assert.Equal(2, _provider.Requested.Count);
    }

    [Fact]
    public async Task Only_the_rest_of_an_incomplete_response_is_requested_later()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, [.. Enumerable.Range(0, 4).Select(Held)]);
        PriceAll(4, 2m);
        _provider.Returns(_ => new ProviderResult.Served<PriceSet>(_provider.SetOf([Key(0), Key(1)]) with { IncompleteReason = "throttled", RetryAfter = TimeSpan.FromSeconds(40) }));
        using var driver = Driver(registry);
        var request = Request();

        var deferred = Assert.IsType<PhaseOutcome.Deferred>(await driver.DeliverAsync(request));
        Assert.Equal((TimeSpan.FromSeconds(40), request), (deferred.Delay, deferred.Retry));
        Assert.Same(PhaseOutcome.Done, await driver.DeliverAsync(request));

        Assert.Equal([Key(2), Key(3)], _provider.Requested[1].Order());
        Assert.All(await ReadAsync(registry, 4), asset => Assert.Equal(2m, asset.Price?.Usd));
    }

    [Fact]
    public async Task A_provider_out_of_quota_defers_the_refresh_until_the_next_one_takes_over()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0));
        using var driver = Driver(registry);

        _provider.Returns(new ProviderResult.Throttled(TimeSpan.FromMinutes(5), "slow"));
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<PhaseOutcome.Deferred>(await driver.DeliverAsync(Request())).Delay);
        _provider.Returns(new ProviderResult.NotReady(TimeSpan.FromMinutes(6), "busy"));
        Assert.Equal(TimeSpan.FromMinutes(6), Assert.IsType<PhaseOutcome.Deferred>(await driver.DeliverAsync(Request())).Delay);
        _provider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(10), "The day's budget is used up."));
        Assert.Same(PhaseOutcome.Done, await driver.DeliverAsync(Request()));
        Assert.Same(PhaseOutcome.Done, await driver.DeliverAsync(Request() with { PlannedAt = _clock.GetUtcNow().AddHours(-1) }));
        Assert.Equal(3, _provider.Requested.Count);
    }

    [Fact]
    public async Task A_failure_is_thrown_and_releases_the_assets_for_the_next_delivery()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0));
        PriceAll(1, 2m);
        _provider.Returns(_ => throw new ProviderException("The provider is down."));
        using var driver = Driver(registry);

        await Assert.ThrowsAsync<ProviderException>(() => driver.DeliverAsync(Request()));
        Assert.Same(PhaseOutcome.Done, await driver.DeliverAsync(Request()));
        Assert.Equal(2m, Assert.Single(await ReadAsync(registry, 1)).Price?.Usd);
    }

    [Fact]
    public async Task A_refused_or_unauthorized_refresh_ends_and_one_of_an_unknown_page_is_rejected()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0));
        using var driver = Driver(registry);

        _provider.Returns(new ProviderResult.Refused("no"));
        Assert.Same(PhaseOutcome.Done, await driver.DeliverAsync(Request()));
        _provider.Returns(new ProviderResult.Unauthorized("no"));
        Assert.Same(PhaseOutcome.Done, await driver.DeliverAsync(Request()));
        Assert.IsType<PhaseOutcome.Rejected>(await driver.DeliverAsync(Request() with { Continuation = "no page of ours" }));
    }

    [Fact]
    public async Task Without_a_provider_or_when_disabled_no_price_is_requested()
    {
        var registry = await RegistryAsync();
        await CreateAsync(registry, Held(0));
        using var off = Driver(registry, new PriceRefreshOptions { Enabled = false });
        using var without = new PriceRefreshDriver(registry, provider: null, _clock, pages: PagesOf(registry));

        await off.Planner.PlanAsync(Token);
        await without.Planner.PlanAsync(Token);

        Assert.Empty(off.Planned.Sent);
        Assert.NotEmpty(without.Planned.Sent);
        Assert.Same(PhaseOutcome.Done, await off.DeliverAsync(Request()));
        Assert.Same(PhaseOutcome.Done, await without.DeliverAsync(Request()));
        Assert.Empty(_provider.Requested);
    }

    PriceRefreshDriver Driver(IAssetRegistry registry, PriceRefreshOptions? options = null) =>
        new(registry, _provider, _clock, options, pages: PagesOf(registry));

    async Task TickAsync(IAssetRegistry registry)
    {
        using var driver = Driver(registry);
        await driver.TickAsync(_network);
    }

    PriceRefreshRequest Request() => new() { Version = PriceRefreshRequest.CurrentVersion, Network = _network, PlannedAt = _clock.GetUtcNow() };

    AssetKey Key(int number) => new(_network, $"0x{number:x4}");

    Asset Held(int number) => Asset(_network, Key(number).ContractAddress) with { HeldAt = Noon };

    void PriceAll(int count, decimal usd)
    {
        foreach (var number in Enumerable.Range(0, count))
        {
            _provider.Price(new PriceQuote(Key(number), usd, _clock.GetUtcNow()) { Confidence = 0.9m });
        }
    }

    static Task<IReadOnlyList<AssetWrite>> CreateAsync(IAssetRegistry registry, params Asset[] assets) => registry.CreateAsync(assets[0].Key.Network, assets, Token);

    async Task<IReadOnlyList<Asset>> ReadAsync(IAssetRegistry registry, int count) =>
        [.. (await registry.ReadAsync([.. Enumerable.Range(0, count).Select(Key)], Token)).OrderBy(asset => asset.Key)];
}
