using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IMarketDataStore"/> promises. Derive once per adapter.</summary>
public abstract class MarketDataStoreContract
{
    static readonly CancellationToken Token = CancellationToken.None;
    static readonly DateTimeOffset WeekAgo = Noon.AddDays(-7);

    /// <summary>A network of its own for every test, so that adapters may share one database.</summary>
    readonly string _network = $"net-{Guid.NewGuid():N}";

    static readonly MarketData Figures = new(Noon.AddMilliseconds(1), "test")
    {
        CapUsd = 3_196_313.736038149m, Volume24hUsd = 40_096_375.69294812m, Change24h = -0.7379066649086338m, ListedSince = Noon.AddYears(-2),
    };

    /// <summary>The store under test and the registry whose assets it knows.</summary>
    protected abstract (IAssetRegistry Registry, IMarketDataStore Store) Open();

    [Fact]
    public async Task Market_data_is_stored_exactly_and_changes_nothing_else()
    {
        var (registry, store) = Open();
        var asset = await CreateAsync(registry, Held("a/b") with { Price = Price(2m) });

        var write = await UpdateAsync(store, new(new(asset, null), Noon, Figures, "https://project.example/"));

        var expected = asset with { Market = Figures, Website = "https://project.example/" };
        Assert.Equal((AssetWriteStatus.Updated, expected), (write.Status, write.Asset));
        Assert.Equal(expected, await ReadAsync(registry, asset.Key));
        Assert.Equal(new MarketDataCandidate(expected, Noon), await CandidateAsync(store, asset.Key));
    }

    [Fact]
    public async Task Figures_that_are_not_stated_again_stay_with_their_age()
    {
        var (registry, store) = Open();
        var asset = await CreateAsync(registry, Held("0x1"));
        await UpdateAsync(store, new(new(asset, null), Noon, Figures, "https://project.example/"));

        await UpdateAsync(store, new(await CandidateAsync(store, asset.Key), Noon.AddHours(6), new MarketData(Noon.AddHours(6), "other") { CapUsd = 5m }));
        await UpdateAsync(store, new(await CandidateAsync(store, asset.Key), Noon.AddHours(12)));

        var stored = await CandidateAsync(store, asset.Key);
        Assert.Equal((Figures with { CapUsd = 5m }, "https://project.example/", Noon.AddHours(12)), (stored.Asset.Market, stored.Asset.Website, stored.CheckedAt));
    }

    [Fact]
    public async Task An_asset_without_figures_counts_as_requested()
    {
        var (registry, store) = Open();
        var asset = await CreateAsync(registry, Held("0x1"));

        await UpdateAsync(store, new(new(asset, null), Noon));

        Assert.Equal(new MarketDataCandidate(asset, Noon), await CandidateAsync(store, asset.Key));
        Assert.Empty(await DueAsync(store, new MarketDataQuery(WeekAgo, Noon.AddMilliseconds(-1), 1000)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task An_older_result_never_replaces_a_newer_one(int minutesLater)
    {
        var (registry, store) = Open();
        var asset = await CreateAsync(registry, Held("0x1"));
        await UpdateAsync(store, new(new(asset, null), Noon, Figures));
        var stored = await CandidateAsync(store, asset.Key);

        var late = await UpdateAsync(store, new(stored, Noon.AddMinutes(minutesLater), Figures with { CapUsd = 1m }));

        Assert.Equal(AssetWriteStatus.Fresh, late.Status);
        Assert.Equal(stored, await CandidateAsync(store, asset.Key));
    }

    [Fact]
    public async Task Of_two_results_for_the_same_state_the_first_is_stored_and_the_others_of_the_batch_are_stored_all_the_same()
    {
        var (registry, store) = Open();
        var (first, second) = (await CreateAsync(registry, Held("0x1")), await CreateAsync(registry, Held("0x2")));
        await UpdateAsync(store, new(new(first, null), Noon, Figures));

        var writes = await store.UpdateAsync(
            _network,
            [
                new(new(first, null), Noon.AddHours(1), Figures with { CapUsd = 1m }),
                new(new(Held("0x3"), null), Noon.AddHours(1), Figures),
                new(new(second, null), Noon.AddHours(1), Figures with { CapUsd = 2m }),
            ],
            Token);

        Assert.Equal([AssetWriteStatus.Fresh, AssetWriteStatus.Missing, AssetWriteStatus.Updated], writes.Select(write => write.Status));
        Assert.Equal((Figures.CapUsd, 2m), ((await ReadAsync(registry, first.Key)).Market?.CapUsd, (await ReadAsync(registry, second.Key)).Market?.CapUsd));
    }

    [Fact]
    public async Task Concurrent_results_are_stored_once()
    {
        var (registry, store) = Open();
        var asset = await CreateAsync(registry, Held("0x1"));

        var writes = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() =>
            UpdateAsync(store, new(new(asset, null), Noon.AddMinutes(number), Figures with { CapUsd = number })))));

        var winner = Assert.Single(writes, write => write.Status == AssetWriteStatus.Updated);
        Assert.Equal(winner.Asset, await ReadAsync(registry, asset.Key));
    }

    [Fact]
    public async Task Prices_facts_and_positions_that_are_stored_later_keep_the_market_data()
    {
        var (registry, store) = Open();
        var asset = await CreateAsync(registry, Held("0x1") with { Price = Price(1m) });
        var updated = (await UpdateAsync(store, new(new(asset, null), Noon, Figures, "https://project.example/"))).Asset!;

        var written = Assert.Single(await registry.UpdateAsync(
            _network, [new(asset.Key, Price(2m, 20), Facts("NEW"), Noon.AddDays(2))], TimeSpan.FromMinutes(10), Token)).Asset!;
        var found = Assert.Single(await registry.CreateAsync(_network, [asset], Token));

        Assert.Equal((updated.Market, updated.Website, 2m), (written.Market, written.Website, written.Price?.Usd));
        Assert.Equal((AssetWriteStatus.Found, updated.Market), (found.Status, found.Asset?.Market));
    }

    [Fact]
    public async Task Held_assets_with_a_group_are_due_that_were_requested_long_ago_or_never()
    {
        var (registry, store) = Open();
        Asset[] due = [Held("0x1"), Held("0x2") with { HeldAt = WeekAgo }, Held("0x3") with { Market = Figures with { AsOf = Noon } }];
        foreach (var asset in due.Concat(
            [
                Held("0x4") with { HeldAt = WeekAgo.AddTicks(-1) }, Held("0x5") with { HeldAt = null }, Held("0x6") with { Facts = Facts() },
                Held("0x7") with { Market = Figures with { AsOf = Noon.AddMilliseconds(1) } },
            ]))
        {
            await CreateAsync(registry, asset);
        }

        var found = await DueAsync(store, new MarketDataQuery(WeekAgo, Noon, 1000));

        Assert.Equal(due, found.Select(candidate => candidate.Asset).OrderBy(asset => asset.Key));
        Assert.Equal([null, null, Noon], found.OrderBy(candidate => candidate.Asset.Key).Select(candidate => candidate.CheckedAt));
    }

    [Fact]
    public async Task Pages_follow_one_another_to_the_end_over_networks_although_what_they_held_is_no_longer_due()
    {
        var (registry, store) = Open();
        foreach (var network in (string[])[_network, $"{_network}-other"])
        {
            await registry.CreateAsync(network, [.. Assets(network, 70).Select(asset => asset with { HeldAt = Noon, Facts = Facts() with { GroupId = "g" } })], Token);
        }

        var query = new MarketDataQuery(WeekAgo, Noon, 25);
        var seen = new List<AssetKey>();
        do
        {
            var page = await store.ListDueAsync(query, Token);
            Assert.InRange(page.Candidates.Count, 0, 25);
            Assert.InRange(page.Continuation?.Length ?? 0, 0, 4096);
            foreach (var network in page.Candidates.Where(IsOwn).GroupBy(candidate => candidate.Asset.Key.Network))
            {
                seen.AddRange(network.Select(candidate => candidate.Asset.Key));
                await store.UpdateAsync(network.Key, [.. network.Select(candidate => new MarketDataUpdate(candidate, Noon.AddHours(1), Figures))], Token);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        Assert.Equal(140, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_page_that_was_never_issued_a_page_of_no_or_too_many_assets_and_a_batch_of_several_networks_are_mistakes_of_the_caller()
    {
        var (_, store) = Open();
        var query = new MarketDataQuery(WeekAgo, Noon, 10);

        await Assert.ThrowsAsync<InvalidContinuationException>(() => store.ListDueAsync(query with { Continuation = "no page of ours" }, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListDueAsync(query with { PageSize = 0 }, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListDueAsync(query with { PageSize = 1001 }, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => store.UpdateAsync("elsewhere", [new(new(Held("0x1"), null), Noon, Figures)], Token));
    }

    Asset Held(string address) => Asset(_network, address) with { HeldAt = Noon, Facts = Facts() with { GroupId = $"group of {address}" } };

    static async Task<Asset> CreateAsync(IAssetRegistry registry, Asset asset) =>
        Assert.Single(await registry.CreateAsync(asset.Key.Network, [asset], Token)).Asset!;

    async Task<AssetWrite> UpdateAsync(IMarketDataStore store, MarketDataUpdate update) => Assert.Single(await store.UpdateAsync(_network, [update], Token));

    static async Task<Asset> ReadAsync(IAssetRegistry registry, AssetKey key) => Assert.Single(await registry.ReadAsync([key], Token));

    async Task<MarketDataCandidate> CandidateAsync(IMarketDataStore store, AssetKey key) =>
        Assert.Single(await DueAsync(store, new MarketDataQuery(WeekAgo, Noon.AddDays(100), 1000)), candidate => candidate.Asset.Key == key);

    async Task<List<MarketDataCandidate>> DueAsync(IMarketDataStore store, MarketDataQuery query)
    {
        var found = new List<MarketDataCandidate>();
        do
        {
            var page = await store.ListDueAsync(query, Token);
            found.AddRange(page.Candidates.Where(IsOwn));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return found;
    }

    bool IsOwn(MarketDataCandidate candidate) => candidate.Asset.Key.Network.StartsWith(_network, StringComparison.Ordinal);
}
