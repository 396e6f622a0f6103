using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class SpamRulesTests
{
    const string Usdc = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";

    static readonly AssetKey Key = AssetIdentity.Canonicalize("ethereum", TestRows.Address(77));

    [Theory]
    [InlineData("ZEPE.io", "Zepe.io", SpamReason.Link)]
    [InlineData("$ USDCBonus.com", "$ USDCBonus.com", SpamReason.Link)]
    [InlineData("AAVE", "Visit https://aave-drop.fi", SpamReason.Link)]
    [InlineData("T", "www.token", SpamReason.Link)]
    [InlineData("T", "join t.me/drops", SpamReason.Link)]
    [InlineData("UNI", "Uniswap LP at uniclaim.pm", SpamReason.Link)]
    [InlineData("REWARD", "stake-lido․com", SpamReason.Link)]
    [InlineData("REWARD", "stake-lido。net now", SpamReason.Link)]
    [InlineData("REWARD", "ｅｔｈ－ｄｒｏｐ．ｏｒｇ", SpamReason.Link)]
    [InlineData("$SHIBA.xyz", "Shiba", SpamReason.Link)]
    [InlineData("USD", "Get 5000$ on drop .com", SpamReason.Link)]
    [InlineData("XYZ", "Claim your prize", SpamReason.Lure)]
    [InlineData("VISIT", "A token", SpamReason.Lure)]
    [InlineData("T", "You are invited", SpamReason.Lure)]
    [InlineData("T", "Uniswap Airdrop", SpamReason.Lure)]
    [InlineData("T", "Redeem voucher", SpamReason.Lure)]
    [InlineData("T", "Ϲlаim now", SpamReason.Lure)]
    [InlineData("T", "Some\u3164thing", SpamReason.Invisible)]
    [InlineData("T\u2800", "Something", SpamReason.Invisible)]
    [InlineData("PEPЕ", "Pepe", SpamReason.LookAlike)]
    [InlineData("T", "UՏd Gold", SpamReason.LookAlike)]
    [InlineData("T", "Ⅼido", SpamReason.LookAlike)]
    [InlineData("T", "𝐋ido", SpamReason.LookAlike)]
    [InlineData("USDC", "Something", SpamReason.Impersonation)]
    [InlineData("USD\u0421", "U\u054Dd Coin", SpamReason.Impersonation)]
    [InlineData("ՍՏDС", "Something", SpamReason.Impersonation)]
    [InlineData("$USDT", "Something", SpamReason.Impersonation)]
    [InlineData("U.S.D.T", "Something", SpamReason.Impersonation)]
    [InlineData("ETH", "Something", SpamReason.Impersonation)]
    [InlineData("ΕТН", "Something", SpamReason.Impersonation)]
    [InlineData("T", "USD Coin", SpamReason.Impersonation)]
    [InlineData("T", "Tether USD", SpamReason.Impersonation)]
    [InlineData("ÜSDÇ", "Something", SpamReason.Impersonation)]
    public void Lures_and_imitations_are_spam(string symbol, string name, SpamReason reason) =>
        Assert.Equal(SpamVerdict.Spam(SpamSource.Rules, reason), Rules().Judge(Key, Facts(symbol, name)));

    [Theory]
    [InlineData("ETHFI", "Ether.fi")]
    [InlineData("IO", "io.net")]
    [InlineData("USD₮0", "USD₮0")]
    [InlineData("MIM", "MAGIC•INTERNET•MONEY")]
    [InlineData("РУБ", "Рубль")]
    [InlineData("ÉCU", "Écu")]
    [InlineData("ΔUSD", "Delta dollar")]
    [InlineData("🚀", "To the moon 🚀🚀")]
    [InlineData("CLM", "Disclaimer")]
    [InlineData("", "")]
    [InlineData("LP_USDC_ETH_v2", "USDC/ETH v2.0")]
    [InlineData("USDC.e", "Bridged USDC")]
    public void Odd_but_honest_names_are_unknown(string symbol, string name) =>
        Assert.Equal(SpamVerdict.Unknown, Rules().Judge(Key, Facts(symbol, name)));

    [Fact]
    public void No_real_token_is_taken_for_spam()
    {
        var rules = Rules();
        var tokens = File.ReadLines(Path.Combine(Repository.Root, "src", "local", "Providers", "Data", "tokens.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();

        var accused = tokens
            .Select(cells => (Cells: cells, Verdict: rules.Judge(AssetIdentity.Canonicalize(cells[0], cells[1]), Facts(cells[2], cells[3]))))
            .Where(token => token.Verdict.State == SpamState.Spam)
            .Select(token => $"{token.Verdict.Reason}: {string.Join(' ', token.Cells)}");

        Assert.Empty(accused);
        Assert.Equal(1180, tokens.Count);
    }

    [Fact]
    public void Well_known_contracts_and_coins_are_verified_whatever_their_source_says()
    {
        Assert.Equal(SpamVerdict.Verified(SpamSource.KnownAssets), Rules().Judge(AssetIdentity.Canonicalize("ethereum", Usdc), Facts("USDC", "USDCoin")));
        Assert.Equal(SpamVerdict.Verified(SpamSource.KnownAssets), Rules().Judge(AssetIdentity.Canonicalize("base", null), Facts("ETH", "Ether")));
    }

    [Fact]
    public void The_word_of_the_source_outweighs_the_name() =>
        Assert.Equal(SpamVerdict.Verified(SpamSource.Provider), Rules().Judge(Key, Facts("USDC", "visit us.com") with { Verified = true }));

    [Fact]
    public void A_symbol_is_free_on_networks_where_its_owner_is_not_known()
    {
        var elsewhere = AssetIdentity.Canonicalize("brand-new-network", TestRows.Address(77));

        Assert.Equal(SpamVerdict.Unknown, Rules().Judge(elsewhere, Facts("USDC", "USD Coin")));
    }

    [Fact]
    public void Settings_overrule_everything_in_both_directions()
    {
        var rules = Rules(allow: $"ethereum:{TestRows.Address(77)}, base:native", block: $"ETHEREUM:{Usdc.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)}");

        Assert.Equal(SpamVerdict.Verified(SpamSource.Setting), rules.Judge(Key, Facts("USDC", "claim.com")));
        Assert.Equal(
            SpamVerdict.Spam(SpamSource.Setting, SpamReason.Blocked),
            rules.Judge(AssetIdentity.Canonicalize("ethereum", Usdc), Facts("USDC", "USDCoin") with { Verified = true }));
    }

    [Fact]
    public void A_verdict_is_remembered_for_the_facts_it_was_made_from()
    {
        var rules = Rules();
        var asset = TestRows.Asset(77) with { Facts = Facts("USDC", "USD Coin") };
        var renamed = asset with { Facts = Facts("TKN", "A token") };
        var twin = asset with { Key = AssetIdentity.Canonicalize("ethereum", Usdc) };

        Assert.Equal(SpamState.Spam, rules.Judge(asset).State);
        Assert.Equal(SpamState.Spam, rules.Judge(asset).State);
        Assert.Equal(SpamState.Unknown, rules.Judge(renamed).State);
        Assert.Equal(SpamState.Verified, rules.Judge(twin).State);
    }

    [Theory]
    [InlineData("ethereum", "", "'Sync:Spam:Allow' holds 'ethereum', which is not of the form network:contractAddress.")]
    [InlineData("", ":0x1", "'Sync:Spam:Block' holds ':0x1', which is not of the form network:contractAddress.")]
    [InlineData("base:native", "BASE:native", "'Sync:Spam:Allow' and 'Sync:Spam:Block' both hold 'base:native'.")]
    public void Lists_that_make_no_sense_are_refused(string allow, string block, string sentence) =>
        Assert.Equal([sentence], new SpamOptions { Allow = allow, Block = block }.Validate(new(new object())).Select(result => result.ErrorMessage));

    static SpamRules Rules(string allow = "", string block = "") => new(Options.Create(new SpamOptions { Allow = allow, Block = block }));

    static AssetFacts Facts(string symbol, string name) => new() { Symbol = symbol, Name = name, Decimals = 18 };
}
