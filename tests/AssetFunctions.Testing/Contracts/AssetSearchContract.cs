using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IAssetSearch"/> promises of what its registry was given. Derive once per adapter.</summary>
public abstract class AssetSearchContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>Networks and symbols of their own for every test, so that adapters may share one database.</summary>
    readonly string _mark = Guid.NewGuid().ToString("N")[..10];

    /// <summary>The registry to write to and the search under test.</summary>
    protected abstract (IAssetRegistry Registry, IAssetSearch Search) Open();

    string Network => $"net-{_mark}";

    [Fact]
    public async Task Assets_are_found_by_the_beginning_of_symbol_or_name_in_any_case()
    {
        var (registry, search) = Open();
        await registry.CreateAsync(
            Network,
            [
                Named("0x1", $"{_mark}Usd", "Dollar"), Named("0x2", "EUR", $"{_mark}USD euro"), Named("0x3", $"x{_mark}usd", "Hidden"), Named("0x4", "", ""),
            ],
            Token);

        Assert.Equal(["0x1", "0x2"], await AddressesAsync(search, new() { PageSize = 10, Text = $"{_mark.ToUpperInvariant()}uSd" }));
        Assert.Equal(["0x1"], await AddressesAsync(search, new() { PageSize = 10, Text = $"{_mark}usd", Network = Network, After = null }, symbol: $"{_mark}Usd"));
        Assert.Empty(await AddressesAsync(search, new() { PageSize = 10, Text = $"{_mark}usd", Network = $"{Network}-other" }));
        Assert.Empty(await AddressesAsync(search, new() { PageSize = 10, Text = $"{_mark}%\"'" }));
    }

    [Fact]
    public async Task An_address_finds_its_asset_on_one_network_or_on_all()
    {
        var (registry, search) = Open();
        var evm = $"0x{_mark}{new string('a', 30)}";
        var mint = $"{_mark.Replace('0', 'z')}{new string('B', 26)}";
        await registry.CreateAsync("ethereum", [Asset("ethereum", evm)], Token);
        await registry.CreateAsync(Network, [Asset(Network, evm), Asset(Network, mint), Asset(Network, "native")], Token);

        Assert.Equal(["ethereum", Network], (await FindAsync(search, new() { PageSize = 10, Text = evm })).Select(asset => asset.Key.Network).Order(StringComparer.Ordinal));
        Assert.Equal([evm], await AddressesAsync(search, new() { PageSize = 10, Text = evm.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal), Network = "ethereum" }));
        Assert.Equal([mint], await AddressesAsync(search, new() { PageSize = 10, Text = mint }));
        Assert.Equal(["native"], await AddressesAsync(search, new() { PageSize = 10, Text = "Native", Network = Network }));
        Assert.Empty(await AddressesAsync(search, new() { PageSize = 10, Text = $"0x{_mark}{new string('c', 30)}" }));
        Assert.Empty(await AddressesAsync(search, new() { PageSize = 10, Text = $"0x{_mark}{new string('c', 30)}", Network = Network }));
    }

    [Fact]
    public async Task Paging_to_the_end_shows_every_match_once()
    {
        var (registry, search) = Open();
        foreach (var network in new[] { Network, $"{Network}-b", $"{Network}-c" })
        {
            await registry.CreateAsync(network, [.. Enumerable.Range(0, 17).Select(n => Named($"0x{n:x}", $"{_mark}{n}", "Token", network))], Token);
        }

        foreach (var pageSize in new[] { 1, 7, 51, 100 })
        {
            Assert.Equal(51, (await AllAsync(search, new() { PageSize = pageSize, Text = _mark })).Distinct().Count());
            Assert.Equal(17, (await AllAsync(search, new() { PageSize = pageSize, Network = Network })).Distinct().Count());
        }
    }

    [Fact]
    public async Task New_facts_are_found_and_old_ones_no_longer()
    {
        var (registry, search) = Open();
        await registry.CreateAsync(Network, [Named("0x1", $"{_mark}old", "Old")], Token);
        await registry.UpdateAsync(Network, [new AssetUpdate(new(Network, "0x1"), null, Facts($"{_mark}new"))], TimeSpan.Zero, Token);

        Assert.Equal(["0x1"], await AddressesAsync(search, new() { PageSize = 10, Text = $"{_mark}new" }));
        Assert.Empty(await AddressesAsync(search, new() { PageSize = 10, Text = $"{_mark}old" }));
    }

    [Fact]
    public async Task An_asset_comes_back_whole()
    {
        var (registry, search) = Open();
        var stored = Asset(Network, "0x1", Price(1.000000000000000001m), Facts($"{_mark}whole"));
        await registry.CreateAsync(Network, [stored], Token);

        Assert.Equal(stored, Assert.Single(await FindAsync(search, new() { PageSize = 10, Text = $"{_mark}whole" })));
    }

    [Theory]
    [MemberData(nameof(BadContinuations.All), MemberType = typeof(BadContinuations))]
    public async Task Made_up_continuation_is_refused(string continuation)
    {
        var (registry, search) = Open();
        await registry.CreateAsync(Network, [Named("0x1", _mark, _mark)], Token);

        await Assert.ThrowsAsync<InvalidContinuationException>(() => search.SearchAsync(new() { PageSize = 10, Text = _mark, After = continuation }, Token));
        await Assert.ThrowsAsync<InvalidContinuationException>(() => search.SearchAsync(new() { PageSize = 10, Network = Network, After = continuation }, Token));
    }

    Asset Named(string address, string symbol, string name, string? network = null) =>
        Asset(network ?? Network, address, facts: Facts() with { Symbol = symbol, Name = name });

    static async Task<List<AssetKey>> AllAsync(IAssetSearch search, AssetSearchQuery query)
    {
        var keys = new List<AssetKey>();
        do
        {
            var page = await search.SearchAsync(query, Token);
            Assert.InRange(page.Assets.Count, 0, query.PageSize);
            keys.AddRange(page.Assets.Select(asset => asset.Key));
            query = query with { After = page.Continuation };
        }
        while (query.After is not null);

        Assert.Distinct(keys);
        return keys;
    }

    static async Task<IReadOnlyList<Asset>> FindAsync(IAssetSearch search, AssetSearchQuery query) => (await search.SearchAsync(query, Token)).Assets;

    static async Task<IEnumerable<string>> AddressesAsync(IAssetSearch search, AssetSearchQuery query, string? symbol = null) =>
        (await FindAsync(search, query))
            .Where(asset => symbol is null || asset.Facts.Symbol == symbol)
            .Select(asset => asset.Key.ContractAddress)
            .Order(StringComparer.Ordinal);
}
