using System.Numerics;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Tests.Alchemy;

public sealed class AlchemyPositionProviderTests
{
    [Fact]
    public async Task A_token_is_read_with_its_hex_balance_price_in_dollars_and_canonical_address()
    {
        await using var driver = await AlchemyDriver.StartAsync();

        var set = await driver.Serving(AlchemyDriver.Row()).FetchSetAsync();

        var row = Assert.Single(set.Rows);
        Assert.Equal(new AssetKey("ethereum", AlchemyDriver.Contract.ToLowerInvariant()), row.Asset);
        Assert.Equal((new BigInteger(2_500_000_001), 6, 1.0001m, PositionTypes.Wallet), (row.RawAmount, row.Decimals, row.PriceUsd, row.Type));
        Assert.Equal(("USDC", "USD Coin", "https://icons.example/usdc.png"), (row.Facts.Symbol, row.Facts.Name, row.Facts.IconUrl));
        Assert.Null(row.Facts.Verified);
        Assert.Equal(("alchemy", true), (set.Provider, set.IsNarrow));
    }

    [Theory]
    [InlineData("eth-mainnet", "ethereum", "ETH", 18)]
    [InlineData("matic-mainnet", "polygon", "POL", 18)]
    [InlineData("solana-mainnet", "solana", "SOL", 9)]
    public async Task A_row_without_token_address_and_metadata_is_the_native_coin(string network, string slug, string symbol, int decimals)
    {
        await using var driver = await AlchemyDriver.StartAsync(settings: ("Alchemy:Networks", network));
        driver.Serving(AlchemyDriver.Row(network, token: null, row => row["tokenMetadata"] = null));

        var row = Assert.Single((await driver.FetchSetAsync(slug == "solana" ? AlchemyDriver.SolanaWallet : AlchemyDriver.Wallet)).Rows);

        Assert.Equal(new AssetKey(slug, AssetIdentity.Native), row.Asset);
        Assert.Equal((symbol, decimals, true), (row.Facts.Symbol, row.Decimals, row.Facts.Verified));
    }

    [Fact]
    public async Task An_unknown_network_keeps_its_own_name_and_its_EVM_addresses_lose_their_case()
    {
        await using var driver = await AlchemyDriver.StartAsync(settings: ("Alchemy:Networks", "new-mainnet"));

        var row = Assert.Single((await driver.Serving(AlchemyDriver.Row("new-mainnet")).FetchSetAsync()).Rows);

        Assert.Equal(new AssetKey("new-mainnet", AlchemyDriver.Contract.ToLowerInvariant()), row.Asset);
    }

    [Theory]
    [InlineData("tokenBalance", "\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", null)]
    [InlineData("tokenBalance", "\"12\"", null)]
    [InlineData("tokenBalance", "\"0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"0x\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"0X\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"NaN\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "null", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"0xzz\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"-1\"", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "12", SkipReason.BadAmount)]
    [InlineData("tokenBalance", "\"0x0\"", SkipReason.Zero)]
    [InlineData("tokenBalance", "\"0x0000000000000000000000000000000000000000000000000000000000000000\"", SkipReason.Zero)]
    [InlineData("error", "\"no balance\"", SkipReason.NotServed)]
    [InlineData("tokenAddress", "7", SkipReason.NoImplementation)]
    [InlineData("tokenMetadata", "null", SkipReason.BadDecimals)]
    [InlineData("tokenMetadata", "{\"decimals\":256}", SkipReason.BadDecimals)]
    [InlineData("tokenMetadata", "{\"decimals\":\"6\"}", SkipReason.BadDecimals)]
    [InlineData("tokenMetadata", "{\"decimals\":0,\"name\":7,\"logo\":[]}", null)]
    [InlineData("tokenPrices", "{}", null)]
    [InlineData("tokenPrices", "[1,null,{\"currency\":\"usd\",\"value\":1}]", null)]
    public async Task A_member_of_a_wrong_type_drops_its_row_only_if_it_is_part_of_identity_or_amount(string member, string value, SkipReason? skipped)
    {
        await using var driver = await AlchemyDriver.StartAsync();
        driver.Serving(
            AlchemyDriver.Row(change: row => row[member] = JsonNode.Parse(value)),
            AlchemyDriver.Row(token: "0x0000000000000000000000000000000000000007"));

        var set = await driver.FetchSetAsync();

        Assert.Equal(skipped is null ? 2 : 1, set.Rows.Count);
        Assert.Equal(skipped is { } reason ? [reason] : [], set.Skipped.Keys);
    }

    /// <summary>Family: faces of the coin. The two rows stay separate until one view of the balance is chosen.</summary>
    [Fact]
    public async Task The_coin_and_its_face_are_one_asset_that_keeps_the_spelling_of_each_row()
    {
        const string face = "0x0000000000000000000000000000000000001010";
        await using var driver = await AlchemyDriver.StartAsync(settings: ("Alchemy:Networks", "matic-mainnet"));

        var set = await driver.Serving(AlchemyDriver.Row("matic-mainnet", face), AlchemyDriver.Row("matic-mainnet", token: null)).FetchSetAsync();

        Assert.All(set.Rows, row => Assert.Equal(new AssetKey("polygon", AssetIdentity.Native), row.Asset));
        Assert.Equal([(face, $"polygon:{face}"), (null, "polygon:native")], set.Rows.Select(row => (row.StatedAddress, row.ProviderRef)));
    }

    /// <summary>Family: a value that is not a number is never zero. A node without data for a balance sends <c>0x</c>, and the position stays unchanged.</summary>
    [Fact]
    public async Task A_balance_without_digits_protects_what_is_stored_of_its_token_and_a_zero_does_not()
    {
        const string sold = "0x0000000000000000000000000000000000000007";
        await using var driver = await AlchemyDriver.StartAsync();
        driver.Serving(
            AlchemyDriver.Row(token: null, change: row => row["tokenMetadata"] = null),
            AlchemyDriver.Row(change: row => row["tokenBalance"] = "0x"),
            AlchemyDriver.Row(token: sold, change: row => row["tokenBalance"] = "0x00"));

        var set = await driver.FetchSetAsync();

        Assert.Single(set.Rows);
        Assert.Equal([$"ethereum:{AlchemyDriver.Contract.ToLowerInvariant()}"], set.UnreadableRefs);
        Assert.Equal(new Dictionary<SkipReason, int> { [SkipReason.BadAmount] = 1, [SkipReason.Zero] = 1 }, set.Skipped);
        Assert.Null(set.IncompleteReason);
    }

    [Fact]
    public async Task Networks_are_fetched_five_at_a_time_and_pages_are_followed_by_their_key()
    {
        string[] networks = ["eth-mainnet", "base-mainnet", "arb-mainnet", "opt-mainnet", "bnb-mainnet", "avax-mainnet"];
        await using var driver = await AlchemyDriver.StartAsync(pageSize: 2, ("Alchemy:Networks", string.Join(", ", networks) + ", solana-mainnet"));
        driver.Serving(networks.Select(network => AlchemyDriver.Row(network)));

        var set = await driver.FetchSetAsync();

        Assert.Equal(6, set.Rows.Count);
        Assert.Null(set.IncompleteReason);
        Assert.Equal([5, 5, 5, 1], driver.Server.Requests.Select(request => request["addresses"]![0]!["networks"]!.AsArray().Count));
        Assert.Equal([null, "2", "4", null], driver.Server.Requests.Select(request => (string?)request["pageKey"]));
    }

    [Fact]
    public async Task A_wallet_without_a_matching_network_is_refused_without_a_call()
    {
        await using var driver = await AlchemyDriver.StartAsync();

        Assert.IsType<ProviderResult.Refused>(await driver.FetchAsync(AlchemyDriver.SolanaWallet));
        Assert.Empty(driver.Server.Requests);
    }

    [Fact]
    public async Task A_further_page_that_fails_and_more_pages_than_allowed_leave_the_set_incomplete()
    {
        await using var driver = await AlchemyDriver.StartAsync(pageSize: 1, ("Alchemy:MaxPages", "2"));
        driver.Serving(Enumerable.Range(1, 3).Select(number => AlchemyDriver.Row(token: $"0x{number:x40}")));

        Assert.Contains("Alchemy:MaxPages", (await driver.FetchSetAsync()).IncompleteReason, StringComparison.Ordinal);

        driver.Server.Script(new SimulatedFault.Delay(TimeSpan.Zero), AlchemySimulator.Error(500, "down"));
        Assert.Equal("a further page could not be read", (await driver.FetchSetAsync()).IncompleteReason);
    }

    [Fact]
    public async Task A_429_sets_the_wait_and_delays_the_following_calls()
    {
        await using var driver = await AlchemyDriver.StartAsync();
        driver.Server.Script(AlchemySimulator.Error(429, "slow") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "600" } });

        Assert.Equal(TimeSpan.FromSeconds(600), Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync()).RetryAfter);
        Assert.IsType<ProviderResult.Throttled>(await driver.FetchAsync());
        Assert.Single(driver.Server.Requests);
    }

    [Fact]
    public async Task The_key_reaches_no_log_and_no_exception()
    {
        await using var driver = await AlchemyDriver.StartAsync(settings: ("Alchemy:BodyTimeout", "00:00:00.300"));
        driver.Serving(AlchemyDriver.Row());
        driver.Server.Script(AlchemySimulator.Error(500, AlchemyDriver.Key), SimulatedFault.Html(), new SimulatedFault.Cut(3), new SimulatedFault.Stall(3, TimeSpan.FromMinutes(5)));
        for (var call = 0; call < 4; call++)
        {
            var fault = await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync());
            Assert.DoesNotContain(AlchemyDriver.Key, fault.ToString(), StringComparison.Ordinal);
        }

        await driver.Server.DisposeAsync();
        var unreachable = await Assert.ThrowsAsync<ProviderException>(() => driver.FetchAsync());

        Assert.DoesNotContain(AlchemyDriver.Key, unreachable.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(AlchemyDriver.Key, driver.Log.Text, StringComparison.Ordinal);
    }
}
