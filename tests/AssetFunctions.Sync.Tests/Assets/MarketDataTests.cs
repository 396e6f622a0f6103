using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class MarketDataTests
{
    static readonly MarketData Known = new(TestRows.Noon, "first") { CapUsd = 1m, Volume24hUsd = 2m, Change24h = 3m, ListedSince = TestRows.Noon.AddYears(-1) };
    static readonly MarketData Stated = new(TestRows.Noon.AddHours(6), "second") { CapUsd = 4m, Volume24hUsd = 0m, Change24h = -6m };

    [Fact]
    public void Figures_that_are_all_stated_again_replace_the_known_ones() =>
        Assert.Equal(Stated with { ListedSince = Known.ListedSince }, MarketData.Merge(Known, Stated));

    [Fact]
    public void A_known_figure_that_is_not_stated_stays_and_its_age_and_provider_apply_to_all() =>
        Assert.Equal(Known with { CapUsd = 4m, Change24h = -6m }, MarketData.Merge(Known, Stated with { Volume24hUsd = null }));

    [Fact]
    public void A_figure_that_was_never_known_changes_nothing_about_the_age() =>
        Assert.Equal(
            Stated with { Volume24hUsd = null, ListedSince = Known.ListedSince },
            MarketData.Merge(Known with { Volume24hUsd = null }, Stated with { Volume24hUsd = null }));

    [Fact]
    public void Nothing_stated_removes_nothing()
    {
        Assert.Equal(Known, MarketData.Merge(Known, null));
        Assert.Equal(Stated, MarketData.Merge(null, Stated));
        Assert.Null(MarketData.Merge(null, null));
    }
}
