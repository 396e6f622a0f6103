using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Phases.MarketRefresh;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.MarketRefresh;

public sealed class MarketDataRefreshTests : IDisposable
{
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryAssetRegistry _registry;
    readonly LocalRateLimiter _limiter;
    readonly AssetCache _cache;

    public MarketDataRefreshTests()
    {
        _registry = new InMemoryAssetRegistry(_clock);
        _limiter = new LocalRateLimiter(_clock);
        _cache = new AssetCache(_registry, Options.Create(new CacheOptions()), _clock, new Random(1));
    }

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Figures_of_a_group_are_stored_with_all_its_held_assets_and_in_the_cache()
    {
        await CreateAsync(Held(1, "eth"), Held(2, "eth", network: "base"), Held(3, "eth") with { HeldAt = TestRows.Noon.AddDays(-8) }, Held(4, "usdc"));
        var cached = await _cache.GetAsync(Held(1, "eth").Key, default);
        var provider = Serving(new MarketQuote("eth") { CapUsd = 5m, Volume24hUsd = 0m, Change24h = -1.5m, Website = "https://ethereum.org" });

        await RunAsync(provider);

        var expected = new MarketData(TestRows.Noon, "zerion") { CapUsd = 5m, Volume24hUsd = 0m, Change24h = -1.5m, ListedSince = TestRows.Noon };
        Assert.Equal([expected, null, null, expected], Stored(asset => asset.Market));
        Assert.Equal(["https://ethereum.org", null, null, "https://ethereum.org"], Stored(asset => asset.Website));
        Assert.Equal(["eth", "usdc"], Assert.Single(provider.Requested).Order());
        Assert.Equal(cached! with { Market = expected, Website = "https://ethereum.org" }, await _cache.GetAsync(cached.Key, default));
    }

    [Fact]
    public async Task The_oldest_come_first_and_among_equals_those_held_last_within_the_calls_of_a_run()
    {
        var old = new MarketData(TestRows.Noon.AddHours(-9), "zerion") { CapUsd = 1m };
        await CreateAsync(
            Held(1, "a") with { HeldAt = TestRows.Noon.AddDays(-2) }, Held(2, "b"), Held(3, "c") with { Market = old }, Held(4, "d") with { Market = old with { AsOf = TestRows.Noon.AddHours(-8) } },
            Held(5, "e") with { Market = old with { AsOf = TestRows.Noon.AddHours(-4) } });
        var provider = new ScriptedMarketDataProvider { GroupsPerCall = 1 };

        await RunAsync(provider, new MarketRefreshOptions { CallsPerRun = 3 });
        await RunAsync(provider, new MarketRefreshOptions { CallsPerRun = 3 });

        Assert.Equal(["b", "a", "c", "d"], provider.Requested.SelectMany(groups => groups));
    }

    [Theory]
    [InlineData(null, -9)]
    [InlineData(-50, -50)]
    public async Task An_asset_counts_as_listed_since_its_first_figure_where_the_provider_does_not_say(int? knownHours, int expectedHours)
    {
        var listedSince = knownHours is { } hours ? TestRows.Noon.AddHours(hours) : (DateTimeOffset?)null;
        await CreateAsync(Held(1, "a") with { Market = new MarketData(TestRows.Noon.AddHours(-9), "zerion") { CapUsd = 1m, ListedSince = listedSince } });

        await RunAsync(Serving(new MarketQuote("a") { CapUsd = 2m }));

        Assert.Equal([TestRows.Noon.AddHours(expectedHours)], Stored(asset => asset.Market?.ListedSince));
    }

    [Fact]
    public async Task Assets_that_more_syncs_find_come_first()
    {
        var old = new MarketData(TestRows.Noon.AddHours(-9), "zerion") { CapUsd = 1m };
        await CreateAsync(Held(1, "a"), Held(2, "b") with { Market = old }, Held(3, "c"), Held(4, "d") with { Market = old });
        var provider = new ScriptedMarketDataProvider { GroupsPerCall = 1 };
        using var cache = new AssetCache(
            _registry, Options.Create(new CacheOptions()), _clock, new Random(1), new CountedCache((Held(4, "d").Key, 3), (Held(2, "b").Key, 9)));

        await RunAsync(provider, new MarketRefreshOptions { CallsPerRun = 4 }, cache);

        Assert.Equal(["b", "d", "a", "c"], provider.Requested.SelectMany(groups => groups));
    }

    [Fact]
    public async Task Spam_and_assets_without_a_group_are_left_out()
    {
        await CreateAsync(Held(1, "spam") with { Facts = TestRows.Facts("visit claim.com") with { GroupId = "spam" } }, TestRows.Asset(2) with { HeldAt = TestRows.Noon }, Held(3, "good"));
        var provider = new ScriptedMarketDataProvider();

        await RunAsync(provider);

        Assert.Equal(["good"], Assert.Single(provider.Requested));
    }

    [Fact]
    public async Task Missing_figures_never_overwrite_known_ones_and_the_asset_waits_its_turn()
    {
        var known = new MarketData(TestRows.Noon.AddHours(-9), "zerion") { CapUsd = 1m, Volume24hUsd = 2m, ListedSince = TestRows.Noon.AddDays(-40) };
        await CreateAsync(Held(1, "gone") with { Market = known }, Held(2, "partial") with { Market = known });
        var provider = Serving(new MarketQuote("partial") { CapUsd = 3m });

        await RunAsync(provider);
        await RunAsync(provider);

        Assert.Equal([known, known with { CapUsd = 3m }], Stored(asset => asset.Market));
        Assert.Single(provider.Requested);
    }

    [Fact]
    public async Task What_a_cut_response_lacks_is_requested_again()
    {
        await CreateAsync(Held(1, "a"), Held(2, "b"));
        var provider = new ScriptedMarketDataProvider();
        provider.Returns(_ => new ProviderResult.Served<MarketDataSet>(new MarketDataSet { Quotes = [new MarketQuote("a") { CapUsd = 1m }], IncompleteReason = "it was cut" }));

        await RunAsync(provider);
        await RunAsync(provider);

        Assert.Equal(["a", "b"], provider.Requested[0].Order());
        Assert.Equal(["b"], provider.Requested[1]);
    }

    [Fact]
    public async Task The_calls_of_a_day_are_bounded_over_all_runs()
    {
        await CreateAsync([.. Enumerable.Range(1, 30).Select(number => Held(number, $"group-{number:D2}"))]);
        var provider = new ScriptedMarketDataProvider { GroupsPerCall = 1 };
        var options = new MarketRefreshOptions { CallsPerRun = 3, CallsPerDay = 7 };

        for (var run = 0; run < 4; run++)
        {
            await RunAsync(provider, options);
        }

        Assert.Equal(7, provider.Requested.Count);
        _clock.Advance(TimeSpan.FromHours(12));
        await RunAsync(provider, options);
        Assert.Equal(10, provider.Requested.Count);
    }

    [Fact]
    public async Task An_id_that_makes_the_provider_refuse_a_call_is_found_and_the_others_are_served()
    {
        await CreateAsync([.. Enumerable.Range(1, 8).Select(number => Held(number, $"group-{number}"))]);
        var provider = Serving([.. Enumerable.Range(1, 8).Select(number => new MarketQuote($"group-{number}") { CapUsd = number })]);
        provider.BadGroup = "group-6";

        await RunAsync(provider, new MarketRefreshOptions { CallsPerRun = 7 });

        Assert.Equal([1m, 2m, 3m, 4m, 5m, null, 7m, 8m], Stored(asset => asset.Market?.CapUsd));
        Assert.Equal(7, provider.Requested.Count);
        await RunAsync(provider);
        Assert.Equal(7, provider.Requested.Count);
    }

    [Fact]
    public async Task A_refused_batch_that_the_calls_of_a_run_do_not_suffice_to_split_comes_last_the_next_time()
    {
        await CreateAsync([.. Enumerable.Range(1, 4).Select(number => Held(number, $"group-{number}"))]);
        var provider = new ScriptedMarketDataProvider { GroupsPerCall = 2, BadGroup = "group-1" };

        await RunAsync(provider, new MarketRefreshOptions { CallsPerRun = 1 });
        await RunAsync(provider, new MarketRefreshOptions { CallsPerRun = 1 });

        Assert.Equal([["group-1", "group-2"], ["group-3", "group-4"]], provider.Requested);
    }

    [Theory]
    [InlineData("throttled")]
    [InlineData("preparing")]
    [InlineData("key")]
    [InlineData("failure")]
    public async Task A_provider_that_does_not_serve_ends_the_run_and_changes_nothing(string how)
    {
        await CreateAsync(Held(1, "a"), Held(2, "b"));
        var provider = new ScriptedMarketDataProvider { GroupsPerCall = 1 };
        provider.Returns(_ => how switch
        {
            "throttled" => new ProviderResult.Throttled(TimeSpan.FromSeconds(5), "Slow down."),
            "preparing" => new ProviderResult.NotReady(TimeSpan.FromSeconds(5), "Wait."),
            "key" => new ProviderResult.Unauthorized("The key is wrong."),
            _ => throw new ProviderException("The provider is down."),
        });

        await RunAsync(provider);

        Assert.Single(provider.Requested);
        Assert.All(_registry.Assets, asset => Assert.Null(asset.Market));
        await RunAsync(provider);
        Assert.Equal(3, provider.Requested.Count);
    }

    [Fact]
    public async Task Without_a_provider_or_disabled_nothing_is_done()
    {
        await CreateAsync(Held(1, "a"));
        var provider = new ScriptedMarketDataProvider();

        await RunAsync(provider, new MarketRefreshOptions { Enabled = false });
        await RunAsync(null);

        Assert.Empty(provider.Requested);
    }

    [Fact]
    public async Task All_pages_of_the_registry_are_chosen_from_although_spam_fills_the_first()
    {
        var spam = TestRows.Facts("visit claim.com") with { GroupId = "spam" };
        foreach (var batch in Enumerable.Range(1, 1_100).Select(number => Held(number, "spam") with { Facts = spam }).Append(Held(2_000, "good")).Chunk(100))
        {
            await CreateAsync(batch);
        }

        var provider = new ScriptedMarketDataProvider();

        await RunAsync(provider);

        Assert.Equal(["good"], Assert.Single(provider.Requested));
    }

    static Asset Held(int number, string group, string network = "ethereum") =>
        TestRows.Asset(number, network) with { Facts = TestRows.Facts($"T{number}") with { GroupId = group }, HeldAt = TestRows.Noon };

    static ScriptedMarketDataProvider Serving(params MarketQuote[] quotes)
    {
        var provider = new ScriptedMarketDataProvider();
        foreach (var quote in quotes)
        {
            provider.Quote(quote);
        }

        return provider;
    }

    async Task CreateAsync(params Asset[] assets)
    {
        foreach (var network in assets.GroupBy(asset => asset.Key.Network, StringComparer.Ordinal))
        {
            await _registry.CreateAsync(network.Key, [.. network], default);
        }
    }

    // In order of address, then network.
    IEnumerable<T> Stored<T>(Func<Asset, T> member) => _registry.Assets.OrderBy(asset => asset.Key.Network == "base").ThenBy(asset => asset.Key).Select(member);

    Task RunAsync(IMarketDataProvider? provider, MarketRefreshOptions? options = null, AssetCache? cache = null) => new MarketDataRefresh(
        _registry, cache ?? _cache, Judging.Rules, new Judging(_clock).Trust, new DatabaseMeter(), Options.Create(options ?? new MarketRefreshOptions()), _clock,
        NullLogger<MarketDataRefresh>.Instance, provider, _limiter).RunAsync(default);

    /// <summary>A shared cache with counts of today and nothing else.</summary>
    sealed class CountedCache(params (AssetKey Key, long Count)[] counts) : ISharedCache
    {
        public Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<byte[]?>>(new byte[]?[keys.Count]);

        public Task SetManyAsync(IReadOnlyList<SharedEntry> entries, TimeSpan timeToLive, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<RankedCount>> ReadHighestAsync(string ranking, int count, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<RankedCount>>(
                ranking.EndsWith($"{TestRows.Noon:yyyyMMdd}", StringComparison.Ordinal)
                    ? [.. counts.Select(counted => new RankedCount(WarmList.NameOf(counted.Key), counted.Count))]
                    : []);
    }
}
