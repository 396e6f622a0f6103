using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class AssetFactsTests
{
    static readonly AssetFacts Known = new() { Symbol = "USDC", Name = "USD Coin", Decimals = 6, IconUrl = "https://icons.example/usdc.png", Verified = true };
    static readonly AssetFacts Nothing = new() { Symbol = string.Empty, Name = string.Empty, Decimals = 6 };

    [Fact]
    public void What_is_told_replaces_what_is_known()
    {
        var told = new AssetFacts { Symbol = "USDC.e", Name = "Bridged", Decimals = 18, IconUrl = "https://icons.example/e.png", Verified = false };

        Assert.Equal(told, Known.UpdatedBy(told));
    }

    [Fact]
    public void What_is_left_open_stays_as_it_is_known() => Assert.Equal(Known, Known.UpdatedBy(Nothing));

    [Fact]
    public void The_first_row_counts_and_the_others_fill_its_gaps()
    {
        var first = Nothing with { Symbol = "USDC.e", Verified = false };

        Assert.Equal(Known with { Symbol = "USDC.e", Verified = false }, AssetFacts.Of([first, Nothing, Known]));
    }

    [Fact]
    public void An_asset_nobody_says_anything_about_is_not_verified()
    {
        var rules = new SpamRules(Microsoft.Extensions.Options.Options.Create(new SpamOptions()));

        Assert.Equal(SpamVerdict.Unknown, rules.Judge(new AssetKey("ethereum", TestRows.Address(1)), Nothing));
        Assert.Equal(SpamState.Spam, rules.Judge(new AssetKey("ethereum", TestRows.Address(1)), Nothing with { Name = "visit claim.com" }).State);
    }
}
