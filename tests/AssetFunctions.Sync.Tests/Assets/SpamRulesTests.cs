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
    [InlineData("USDC.axl", "Axelar Wrapped USDC")]
    [InlineData("m.USDC", "USDC Token")]
    [InlineData("UNI-V2", "Uniswap V2")]
    [InlineData("PT-stETH", "PT stETH")]
    [InlineData("aEthUSDC", "Aave Ethereum USDC")]
    [InlineData("山寨DOGE", "山寨狗狗币DOGE")]
    [InlineData("ドージ", "ドージ Dogeコイン")]
    [InlineData("Złoty", "Złoty stablecoin")]
    [InlineData("3Crv", "Curve.fi DAI/USDC/USDT")]
    [InlineData("crvPlain3andSUSD", "Curve.fi DAI/USDC/USDT/sUSD")]
    [InlineData("yDAI+yUSDC", "Curve.fi: yDAI/yUSDC Gauge Deposit")]
    [InlineData("CROX", "Crypto.com Coin")]
    [InlineData("YFIX", "yearn.finance")]
    [InlineData("crYFI", "Cream.finance Yearn token")]
    [InlineData("stake.link", "stake.link")]
    [InlineData("idleDAI", "Idle.finance DAI v4")]
    [InlineData("rETH2", "StakeWise Reward ETH2")]
    [InlineData("BONUS", "BonusBlock")]
    [InlineData("UP", "Unlock Protocol")]
    [InlineData("B-80BAL-20WETH", "Balancer 80 BAL 20 WETH")]
    [InlineData("G-UNI", "Gelato Uniswap USDC/DAI LP")]
    [InlineData("alETH+ETH-f", "Curve.fi Factory Plain Pool: alETH")]
    [InlineData("ETH-DAI", "ETH/DAI pool")]
    [InlineData("GST-SOL", "Green Satoshi Token on Solana")]
    [InlineData("BTC", "Wrapped Bitcoin")]
    [InlineData("XAUt0", "Tether Gold")]
    [InlineData("cUSDC", "Compound USD Coin")]
    [InlineData("aUSDC", "Aave interest bearing USDC")]
    [InlineData("ETHMA20", "ETH 20 Day MA Crossover Set")]
    [InlineData("OX", "Open Exchange Token")]
    [InlineData("DIGI", "Double Swap Network")]
    [InlineData("MOON", "DOG•GO•TO•THE•MOON")]
    [InlineData("PDOT", "Parallel Polkadot")]
    [InlineData("L2", "Base 2.0 Index")]
    public void Odd_but_legitimate_names_are_unknown(string symbol, string name)
    {
        Assert.Equal(SpamVerdict.Unknown, Rules().Judge(AssetIdentity.Canonicalize("brand-new-network", TestRows.Address(77)), Facts(symbol, name)));
        if (symbol is not ("MIM" or "ETHFI"))
        {
            Assert.Equal(SpamVerdict.Unknown, Rules().Judge(Key, Facts(symbol, name)));
        }
    }

    /// <summary>Family: links. A name that begins like a project's and continues like a lure is a lure.</summary>
    [Theory]
    [InlineData("CRV", "Curve.fi claim at curve-drop.com")]
    [InlineData("CRV2", "Curve.fi rewards for holders")]
    [InlineData("X", "bonus-curve.fi DAI")]
    [InlineData("X", "Get DAI on curve.fi")]
    [InlineData("X", "cryptocoins.com Coin")]
    [InlineData("drop.fi", "Drop")]
    [InlineData("X", "curve.fi uniswap.network")]
    public void Lure_is_a_link_however_its_name_begins(string symbol, string name) =>
        Assert.Equal(SpamState.Spam, Rules().Judge(AssetIdentity.Canonicalize("brand-new-network", TestRows.Address(77)), Facts(symbol, name)).State);

    /// <summary>Family: links in disguise, calls to action of several weak words, threats, promised sums and other languages.</summary>
    [Theory]
    [InlineData("X", "uni-pool[.]org", SpamReason.Link)]
    [InlineData("X", "uni pool dot org", SpamReason.Link)]
    [InlineData("X", "uni-pool,org", SpamReason.Link)]
    [InlineData("X", "follow bit.ly/3xyz", SpamReason.Link)]
    [InlineData("X", "hxxp://uni.pool", SpamReason.Link)]
    [InlineData("X", "Uni pool @unipool_bot", SpamReason.Link)]
    [InlineData("X", "Exclusive reward", SpamReason.Lure)]
    [InlineData("X", "Lido DAO rewards", SpamReason.Lure)]
    [InlineData("X", "Upgrade of USDC", SpamReason.Lure)]
    [InlineData("X", "Approvals of your wallet", SpamReason.Lure)]
    [InlineData("X", "$2,500", SpamReason.Lure)]
    [InlineData("X", "0.75 WETH", SpamReason.Lure)]
    [InlineData("X", "领取奖励", SpamReason.Lure)]
    [InlineData("X", "Récompense", SpamReason.Lure)]
    [InlineData("X", "Lido DAO", SpamReason.Impersonation)]
    [InlineData("X", "Official Uniswap Token", SpamReason.Impersonation)]
    [InlineData("X", "Uni5wap", SpamReason.Impersonation)]
    [InlineData("U$DC", "X", SpamReason.Impersonation)]
    [InlineData("USDC-OFFICIAL", "X", SpamReason.Impersonation)]
    [InlineData("USDT (TRC20)", "X", SpamReason.Impersonation)]
    public void Disguised_lures_are_spam(string symbol, string name, SpamReason reason) =>
        Assert.Equal(SpamVerdict.Spam(SpamSource.Rules, reason), Rules().Judge(Key, Facts(symbol, name)));

    /// <summary>Family: scripts that look like Latin. The first five were reported, the others are related.</summary>
    [Theory]
    [InlineData("ՍᏚᎠᎢ")]
    [InlineData("ՍSDT")]
    [InlineData("ᑌᔕᗪ丅")]
    [InlineData("ႮЅDТ")]
    [InlineData("UꙄDT")]
    [InlineData("ㄩ丂ᗪ匚")]
    [InlineData("ꓴꓢꓓꓔ")]
    [InlineData("𝖴𝖲𝖣𝖳")]
    [InlineData("ＵＳＤＴ")]
    [InlineData("ⓊⓈⒹⓉ")]
    [InlineData("🅄🅂🄳🅃")]
    [InlineData("ᴜsᴅᴛ")]
    [InlineData("ÜŚĐŤ")]
    [InlineData("USD₮")]
    [InlineData("𐓎Տ𝔻Τ")]
    public void A_stablecoin_in_another_script_is_spam(string symbol) =>
        Assert.Equal(SpamState.Spam, Rules().Judge(AssetIdentity.Canonicalize("solana", "QUoteFakeMintA111111111111111111111111111111"), Facts(symbol, "Something")).State);

    /// <summary>Family: impersonation of the best-known symbols of each network, with short affixes.</summary>
    [Theory]
    [InlineData("ethereum", "USDC.a")]
    [InlineData("ethereum", "USDT.Z")]
    [InlineData("ethereum", "V.USDT")]
    [InlineData("ethereum", "usdc_x")]
    [InlineData("ethereum", "UNl")]
    [InlineData("ethereum", "DAl")]
    [InlineData("ethereum", "UNI")]
    [InlineData("ethereum", "lDO")]
    [InlineData("arbitrum", "ARB")]
    [InlineData("solana", "USD.T")]
    [InlineData("base", "AERO")]
    [InlineData("binance-smart-chain", "WBNB")]
    public void A_well_known_symbol_of_the_network_is_an_imitation(string network, string symbol) => Assert.Equal(
        SpamVerdict.Spam(SpamSource.Rules, SpamReason.Impersonation),
        Rules().Judge(AssetIdentity.Canonicalize(network, network == "solana" ? "QUoteFakeMintA111111111111111111111111111111" : TestRows.Address(77)), Facts(symbol, symbol)));

    [Fact]
    public void Real_tokens_are_never_spam()
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
    public void Well_known_contracts_and_coins_are_verified_whatever_their_provider_reports()
    {
        Assert.Equal(SpamVerdict.Verified(SpamSource.KnownAssets), Rules().Judge(AssetIdentity.Canonicalize("ethereum", Usdc), Facts("USDC", "USDCoin")));
        Assert.Equal(SpamVerdict.Verified(SpamSource.KnownAssets), Rules().Judge(AssetIdentity.Canonicalize("base", null), Facts("ETH", "Ether")));
    }

    [Fact]
    public void Verification_by_the_provider_outweighs_the_name() =>
        Assert.Equal(SpamVerdict.Verified(SpamSource.Provider), Rules().Judge(Key, Facts("USDC", "visit us.com") with { Verified = true }));

    [Fact]
    public void Symbol_is_not_protected_on_networks_where_its_contract_is_not_listed()
    {
        var elsewhere = AssetIdentity.Canonicalize("brand-new-network", TestRows.Address(77));

        Assert.Equal(SpamVerdict.Unknown, Rules().Judge(elsewhere, Facts("USDC", "USD Coin")));
    }

    [Fact]
    public void Settings_override_everything_in_both_directions()
    {
        var rules = Rules(allow: $"ethereum:{TestRows.Address(77)}, base:native", block: $"ETHEREUM:{Usdc.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)}");

        Assert.Equal(SpamVerdict.Verified(SpamSource.Setting), rules.Judge(Key, Facts("USDC", "claim.com")));
        Assert.Equal(
            SpamVerdict.Spam(SpamSource.Setting, SpamReason.Blocked),
            rules.Judge(AssetIdentity.Canonicalize("ethereum", Usdc), Facts("USDC", "USDCoin") with { Verified = true }));
    }

    [Fact]
    public void Verdict_is_kept_for_the_facts_it_was_computed_from()
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
    [InlineData("ethereum", "", "'Sync:Spam:Allow' contains 'ethereum', which is not of the form network:contractAddress.")]
    [InlineData("", ":0x1", "'Sync:Spam:Block' contains ':0x1', which is not of the form network:contractAddress.")]
    [InlineData("base:native", "BASE:native", "'Sync:Spam:Allow' and 'Sync:Spam:Block' both contain 'base:native'.")]
    public void Invalid_lists_are_refused(string allow, string block, string sentence) =>
        Assert.Equal([sentence], new SpamOptions { Allow = allow, Block = block }.Validate(new(new object())).Select(result => result.ErrorMessage));

    static SpamRules Rules(string allow = "", string block = "") => new(Options.Create(new SpamOptions { Allow = allow, Block = block }));

    static AssetFacts Facts(string symbol, string name) => new() { Symbol = symbol, Name = name, Decimals = 18 };
}
