using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IAssetRegistry"/> promises. Derive once per adapter.</summary>
public abstract partial class AssetRegistryContract
{
    static readonly TimeSpan Threshold = TimeSpan.FromMinutes(10);
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A network of its own for every test, so that adapters may share one database.</summary>
    readonly string _network = $"net-{Guid.NewGuid():N}";

    /// <summary>The registry under test.</summary>
    protected abstract Task<IAssetRegistry> RegistryAsync();

    [Fact]
    public async Task Reading_nothing_finds_nothing()
    {
        var registry = await RegistryAsync();
        Assert.Empty(await registry.ReadAsync([], Token));
    }

    [Fact]
    public async Task Assets_that_are_not_registered_are_absent()
    {
        var registry = await RegistryAsync();
        await registry.CreateAsync(_network, Assets(_network, 2), Token);

        var one = await registry.ReadAsync([new(_network, "0xff")], Token);
        var some = await registry.ReadAsync([new(_network, "0x0"), new(_network, "0xff"), new(_network, "0x1")], Token);
        var elsewhere = await registry.ReadAsync([new(_network, "0xff"), new($"{_network}-other", "0x0")], Token);

        Assert.Empty(one);
        Assert.Equal(["0x0", "0x1"], some.Select(asset => asset.Key.ContractAddress).Order());
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task A_key_asked_for_twice_comes_back_once()
    {
        var registry = await RegistryAsync();
        await registry.CreateAsync(_network, Assets(_network, 2), Token);

        var assets = await registry.ReadAsync([new(_network, "0x0"), new(_network, "0x0"), new(_network, "0x1")], Token);

        Assert.Equal(2, assets.Count);
    }

    [Fact]
    public async Task Reads_span_networks()
    {
        var registry = await RegistryAsync();
        var other = $"{_network}-other";
        await registry.CreateAsync(_network, Assets(_network, 3), Token);
        await registry.CreateAsync(other, Assets(other, 3), Token);

        var assets = await registry.ReadAsync([new(_network, "0x0"), new(_network, "0x2"), new(other, "0x0"), new(other, "0x1")], Token);

        AssetKey[] expected = [new(_network, "0x0"), new(_network, "0x2"), new(other, "0x0"), new(other, "0x1")];
        Assert.Equal(expected.Order(), assets.Select(asset => asset.Key).Order());
    }

    [Fact]
    public async Task More_assets_than_fit_one_page_are_read()
    {
        const int count = 1_150;
        var registry = await RegistryAsync();
        var all = Assets(_network, count);
        foreach (var batch in all.Chunk(100))
        {
            await registry.CreateAsync(_network, batch, Token);
        }

        var assets = await registry.ReadAsync([.. all.Select(asset => asset.Key)], Token);

        Assert.Equal(all.Select(asset => asset.Key).Order(), assets.Select(asset => asset.Key).Order());
    }

    [Fact]
    public async Task Everything_about_an_asset_is_kept_exactly()
    {
        var registry = await RegistryAsync();
        var price = Price(0.000000000000000001m) with
        {
            Confidence = 0.9m,
            Suspect = new(79_228_162_514_264_337_593_543_950_335m, Noon.AddMinutes(20), "other"),
        };
        var asset = Asset(_network, "0xABCdef", price) with
        {
            Facts = new() { Symbol = "A_B-c\"'\\ \u0000é漢🦄", Name = "", Decimals = 0, IconUrl = null, Verified = false, GroupId = "id: \"of\" some/provider" },
            Website = "https://project.example/a?b=c",
            Market = new(Noon.AddMilliseconds(7), "other")
            {
                CapUsd = 79_228_162_514_264_337_593_543_950_335m, Volume24hUsd = 0m, Change24h = -0.0000000000000000000000000001m, ListedSince = Noon.AddYears(-3),
            },
            CreatedAt = Noon.AddTicks(1_234_567),
            UpdatedAt = Noon.AddTicks(7_654_321),
            HeldAt = Noon.AddTicks(3_141_593),
        };

        var written = await registry.CreateAsync(_network, [asset], Token);
        var read = Assert.Single(await registry.ReadAsync([asset.Key], Token));

        Assert.Equal(asset, read);
        Assert.Equal(asset, Assert.Single(written).Asset);
    }

    [Fact]
    public async Task The_widest_decimals_and_the_longest_texts_are_kept()
    {
        var registry = await RegistryAsync();
        var facts = new AssetFacts
        {
            Symbol = new string('漢', AssetFactsLimits.Symbol),
            Name = new string('é', AssetFactsLimits.Name),
            Decimals = 255,
            IconUrl = "https://" + new string('x', AssetFactsLimits.IconUrl - 8),
        };
        var asset = Asset(_network, "0x1", facts: facts);

        await registry.CreateAsync(_network, [asset], Token);

        Assert.Equal(asset, Assert.Single(await registry.ReadAsync([asset.Key], Token)));
    }

    public static TheoryData<string> HostileAddresses() =>
    [
        "a/b", "a\\b", "a?b", "a#b", "a%2Fb", "a%b", "~7E", "~", "~h", "~-", " ", "a b", " a", "a ", "\t\n\u0000\u007f", ".", "..", "...", "\"quoted\"", "$prices-head", "$",
        "'; DROP", "c.id = c.id", "漢字🦄", "é", "e\u0301", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v", "epjfwdd5aufqssqem2qn1xzybapc8g4wegggkwytdt1v",
        "native", "wallet", new string('a', 1_023), new string('a', 1_024), new string('/', 400), new string('漢', 900),
    ];

    [Theory]
    [MemberData(nameof(HostileAddresses))]
    public async Task Any_address_can_be_registered_found_and_updated(string address)
    {
        var registry = await RegistryAsync();
        var asset = Asset(_network, address);
        await registry.CreateAsync(_network, [asset, Asset(_network, address + "x")], Token);

        var again = await registry.CreateAsync(_network, [asset], Token);
        var read = await registry.ReadAsync([asset.Key], Token);
        var among = await registry.ReadAsync([asset.Key, new(_network, "missing")], Token);
        var across = await registry.ReadAsync([asset.Key, new("elsewhere", address)], Token);
        var updated = await registry.UpdateAsync(_network, [new(asset.Key, Price(2m), null)], Threshold, Token);

        Assert.Equal(AssetWriteStatus.Found, Assert.Single(again).Status);
        Assert.Equal(asset, Assert.Single(read));
        Assert.Equal(asset, Assert.Single(among));
        Assert.Equal(asset, Assert.Single(across));
        Assert.Equal(asset.Key, Assert.Single(updated).Asset?.Key);
    }

    [Fact]
    public async Task Addresses_that_differ_by_case_alone_are_two_assets()
    {
        var registry = await RegistryAsync();
        var results = await registry.CreateAsync(_network, [Asset(_network, "AbC"), Asset(_network, "aBc")], Token);

        Assert.All(results, result => Assert.Equal(AssetWriteStatus.Created, result.Status));
        Assert.Equal("aBc", Assert.Single(await registry.ReadAsync([new(_network, "aBc")], Token)).Key.ContractAddress);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        var registry = await RegistryAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => registry.ReadAsync([new(_network, "0x1")], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => registry.CreateAsync(_network, Assets(_network, 1), cancelled));
        Assert.Empty(await registry.ReadAsync([new(_network, "0x0")], Token));
    }
}
