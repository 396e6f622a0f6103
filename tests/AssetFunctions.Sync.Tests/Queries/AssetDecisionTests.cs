using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Queries;

public sealed class AssetDecisionTests
{
    static readonly PriceConfirmation Confirmed = new("defillama", TestRows.Noon, 2m);

    [Theory]
    [InlineData("T1", true, AssetCounting.InFull, DecisionBasis.Provider)]
    [InlineData("T1", false, AssetCounting.WithinBound, DecisionBasis.Unvouched)]
    [InlineData("claim.com", false, AssetCounting.NotAtAll, DecisionBasis.Spam)]
    [InlineData("variableDebtEthUSDC", true, AssetCounting.AsDebt, DecisionBasis.Provider)]
    [InlineData("variableDebtEthUSDC", false, AssetCounting.NotAtAll, DecisionBasis.DebtToken)]
    public void Facts_decide_where_nothing_else_does(string symbol, bool isVerified, AssetCounting counts, DecisionBasis because) =>
        Assert.Equal(new AssetDecision(counts, because), Decide(AssetOf(symbol, isVerified), trust: null));

    [Fact]
    public void A_price_check_decides_on_an_asset_that_nothing_vouches_for()
    {
        Assert.Equal(
            new AssetDecision(AssetCounting.InFull, DecisionBasis.PriceConfirmed) { Check = Confirmed },
            Decide(AssetOf("T1", isVerified: false), Trust with { Confirmation = Confirmed }));
        Assert.Equal(
            new AssetDecision(AssetCounting.WithinBound, DecisionBasis.PriceNotConfirmed) { Check = Confirmed with { Usd = null } },
            Decide(AssetOf("T1", isVerified: false), Trust with { Confirmation = Confirmed with { Usd = null } }));
    }

    [Theory]
    [InlineData(SpamState.Verified, AssetCounting.InFull)]
    [InlineData(SpamState.Spam, AssetCounting.NotAtAll)]
    public void An_override_takes_precedence(SpamState state, AssetCounting counts) =>
        Assert.Equal(
            new AssetDecision(counts, DecisionBasis.Override),
            Decide(AssetOf("claim.com", isVerified: true), Trust with { Override = new AssetOverride("note", "key", TestRows.Noon) { State = state } }));

    [Fact]
    public void An_asset_without_a_price_counts_once_an_override_states_one()
    {
        var asset = AssetOf("T1", isVerified: true) with { Price = null };

        Assert.Equal(new AssetDecision(AssetCounting.NotAtAll, DecisionBasis.PriceUnknown), Decide(asset, trust: null));
        Assert.Equal(AssetCounting.InFull, Decide(asset, Trust with { Override = new AssetOverride("note", "key", TestRows.Noon) { PriceUsd = 3m } }).Counts);
    }

    static AssetTrust Trust => new(TestRows.Asset().Key);

    static AssetDecision Decide(Asset asset, AssetTrust? trust) => AssetDecision.Of(asset, Judging.Rules.Judge(asset, trust), trust);

    static Asset AssetOf(string symbol, bool isVerified) => TestRows.Asset() with { Facts = TestRows.Facts(symbol) with { Verified = isVerified } };
}
