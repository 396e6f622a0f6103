using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class AssetFactsTests
{
    static readonly AssetFacts Known = new() { Symbol = "USDC", Name = "USD Coin", Decimals = 6, IconUrl = "https://icons.example/usdc.png", Verified = true, GroupId = "usdc" };
    static readonly AssetFacts Nothing = new() { Symbol = string.Empty, Name = string.Empty, Decimals = 6 };

    [Fact]
    public void Reported_facts_replace_known_ones()
    {
        var reported = new AssetFacts { Symbol = "USDC.e", Name = "Bridged", Decimals = 18, IconUrl = "https://icons.example/e.png", Verified = false, GroupId = "usdc.e" };

        Assert.Equal(reported, Known.UpdatedBy(reported));
    }

    [Fact]
    public void Facts_left_open_by_a_report_stay() => Assert.Equal(Known, Known.UpdatedBy(Nothing));

    [Fact]
    public void A_group_alone_is_no_change()
    {
        Assert.False((Known with { GroupId = null }).AreChangedBy(Known));
        Assert.False(Known.AreChangedBy(Nothing with { GroupId = "other" }));
        Assert.True(Known.AreChangedBy(Nothing with { Symbol = "USDC.e" }));
    }

    [Fact]
    public void First_row_takes_precedence_and_others_fill_its_gaps()
    {
        var first = Nothing with { Symbol = "USDC.e", Verified = false };

        Assert.Equal(Known with { Symbol = "USDC.e", Verified = false }, AssetFacts.Of([first, Nothing, Known]));
    }

    [Fact]
    public void Asset_without_a_statement_is_not_verified()
    {
        var rules = new SpamRules(Microsoft.Extensions.Options.Options.Create(new SpamOptions()));

        Assert.Equal(SpamVerdict.Unknown, rules.Judge(new AssetKey("ethereum", TestRows.Address(1)), Nothing));
        Assert.Equal(SpamState.Spam, rules.Judge(new AssetKey("ethereum", TestRows.Address(1)), Nothing with { Name = "visit claim.com" }).State);
    }
}
