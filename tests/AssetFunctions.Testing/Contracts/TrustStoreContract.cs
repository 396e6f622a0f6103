using AssetFunctions.Sync.Assets;
using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="ITrustStore"/> promises. Derive once per adapter.</summary>
public abstract class TrustStoreContract
{
    static readonly CancellationToken Token = CancellationToken.None;
    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly AssetOverride Spam = new("phishing site", "key 0a1b2c3d", Noon.AddMilliseconds(7)) { State = SpamState.Spam };
    static readonly AssetOverride Priced = new("pegged", "unknown", Noon) { PriceUsd = 1.000000000000000001m };

    /// <summary>A network of its own for every test, so that adapters may share one database.</summary>
    readonly string _network = $"net-{Guid.NewGuid():N}";

    protected abstract ITrustStore Store { get; }

    AssetKey Key => new(_network, "0x1");

    [Fact]
    public async Task An_override_comes_back_whole_under_a_new_version_each_time()
    {
        var first = await Store.SetOverrideAsync(Key, Spam, OverrideCondition.Any, Token);
        Assert.Equal(Spam, first!.Value);
        Assert.Equal(first, await Store.FindOverrideAsync(Key, Token));

        var both = Priced with { State = SpamState.Verified };
        var second = await Store.SetOverrideAsync(Key, both, OverrideCondition.Any, Token);

        Assert.NotEqual(first.Version, second!.Version);
        Assert.Equal(new StoredOverride(both, second.Version), await Store.FindOverrideAsync(Key, Token));
        Assert.Null(await Store.FindOverrideAsync(Key with { ContractAddress = "0x2" }, Token));
    }

    [Fact]
    public async Task Only_the_expected_version_is_replaced_or_removed()
    {
        Assert.Null(await Store.SetOverrideAsync(Key, Spam, OverrideCondition.Match("17"), Token));
        var first = await Store.SetOverrideAsync(Key, Spam, OverrideCondition.Any, Token);
        var second = await Store.SetOverrideAsync(Key, Priced, OverrideCondition.Match(first!.Version), Token);
        Assert.Equal(Priced, second!.Value);

        Assert.Null(await Store.SetOverrideAsync(Key, Spam, OverrideCondition.Match(first.Version), Token));
        Assert.Null(await Store.SetOverrideAsync(Key, null, OverrideCondition.Match(first.Version), Token));
        Assert.Equal(second, await Store.FindOverrideAsync(Key, Token));

        Assert.Null((await Store.SetOverrideAsync(Key, null, OverrideCondition.Match(second.Version), Token))!.Value);
        Assert.Null(await Store.FindOverrideAsync(Key, Token));
    }

    [Fact]
    public async Task An_override_is_new_until_there_is_one_and_again_after_its_removal()
    {
        Assert.NotNull(await Store.SetOverrideAsync(Key, Spam, OverrideCondition.Absent, Token));
        Assert.Null(await Store.SetOverrideAsync(Key, Priced, OverrideCondition.Absent, Token));
        Assert.Equal(Spam, (await Store.FindOverrideAsync(Key, Token))!.Value);

        Assert.NotNull(await Store.SetOverrideAsync(Key, null, OverrideCondition.Any, Token));
        Assert.Equal(Priced, (await Store.SetOverrideAsync(Key, Priced, OverrideCondition.Absent, Token))!.Value);
        Assert.Equal(Priced, (await Store.FindOverrideAsync(Key, Token))!.Value);
    }

    [Fact]
    public async Task Of_concurrent_writers_that_expect_the_same_one_succeeds()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.SetOverrideAsync(Key, Spam, OverrideCondition.Absent, Token)));
        var first = Assert.Single(created.OfType<StoredOverride>());

        var replaced = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.SetOverrideAsync(Key, Priced, OverrideCondition.Match(first.Version), Token)));

        Assert.Single(replaced.OfType<StoredOverride>());
    }

    [Fact]
    public async Task A_removal_of_what_is_absent_succeeds()
    {
        var removed = await Store.SetOverrideAsync(Key, null, OverrideCondition.Any, Token);

        Assert.Null(removed!.Value);
        Assert.Null(await Store.FindOverrideAsync(Key, Token));
    }

    [Fact]
    public async Task Override_and_price_check_of_an_asset_do_not_replace_each_other()
    {
        var check = Check(0) with { MaxUsd = 12_345.67m };
        await Store.SetOverrideAsync(Key, Spam, OverrideCondition.Any, Token);
        await Store.SetConfirmationsAsync(new Dictionary<AssetKey, PriceConfirmation> { [Key] = check }, Token);
        await Store.SetOverrideAsync(Key, Priced, OverrideCondition.Any, Token);

        var all = await Store.ListAsync(since: null, Token);

        Assert.Equal(Priced, all.Overrides[Key]);
        Assert.Equal(check, all.Confirmations[Key]);
    }

    [Fact]
    public async Task Price_checks_replace_earlier_ones_in_any_number()
    {
        var keys = Enumerable.Range(0, 250).Select(n => new AssetKey(_network, $"0x{n:x}")).ToList();
        await Store.SetConfirmationsAsync(new Dictionary<AssetKey, PriceConfirmation>(), Token);
        await Store.SetConfirmationsAsync(keys.ToDictionary(key => key, _ => Check(0)), Token);
        await Store.SetConfirmationsAsync(keys.Take(101).ToDictionary(key => key, _ => Check(1) with { Usd = null }), Token);

        var stored = (await Store.ListAsync(since: null, Token)).Confirmations.Where(entry => entry.Key.Network == _network).ToDictionary();

        Assert.Equal(250, stored.Count);
        Assert.All(keys.Take(101), key => Assert.Equal(Check(1) with { Usd = null }, stored[key]));
        Assert.All(keys.Skip(101), key => Assert.Equal(Check(0), stored[key]));
    }

    [Fact]
    public async Task Changes_since_an_earlier_read_include_every_later_write_and_removals()
    {
        var (kept, removed) = (Key, Key with { ContractAddress = "0x2" });
        await Store.SetOverrideAsync(removed, Spam, OverrideCondition.Any, Token);
        var before = await Store.ListAsync(since: null, Token);
        Assert.Equal(Spam, before.Overrides[removed]);

        await Store.SetOverrideAsync(removed, null, OverrideCondition.Any, Token);
        await Store.SetOverrideAsync(kept, Priced, OverrideCondition.Any, Token);
        var between = await Store.ListAsync(before.Next, Token);
        await Store.SetConfirmationsAsync(new Dictionary<AssetKey, PriceConfirmation> { [kept] = Check(0) }, Token);
        var after = await Store.ListAsync(between.Next, Token);

        Assert.True(between.Overrides.TryGetValue(removed, out var mark) && mark is null);
        Assert.Equal(Priced, between.Overrides[kept]);
        Assert.Equal(Check(0), after.Confirmations[kept]);
    }

    [Theory]
    [InlineData("native")]
    [InlineData("ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2")]
    [InlineData("o:net:0x1 ?#\\%~\"'$💰")]
    [InlineData("long")]
    public async Task Any_address_has_entries_of_its_own(string address)
    {
        var key = new AssetKey(_network, address == "long" ? new string('x', 3_000) : address);
        await Store.SetOverrideAsync(key, Spam, OverrideCondition.Absent, Token);
        await Store.SetConfirmationsAsync(new Dictionary<AssetKey, PriceConfirmation> { [key] = Check(0) }, Token);

        Assert.Equal(Spam, (await Store.FindOverrideAsync(key, Token))!.Value);
        var all = await Store.ListAsync(since: null, Token);
        Assert.Equal((Spam, Check(0)), (all.Overrides[key], all.Confirmations[key]));
    }

    static PriceConfirmation Check(int minutes) => new("defillama", Noon.AddMinutes(minutes), 3.5m);
}
