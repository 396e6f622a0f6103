using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Drivers;

namespace AssetFunctions.Sync.Tests.Prices;

public sealed class PriceRulesTests
{
    static readonly AssetKey Key = new("ethereum", AssetIdentity.Native);
    static readonly DateTimeOffset Noon = TestRows.Noon;
    readonly PriceRules _rules = new PricingOptions().ToRules(Judging.Rules);

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_unknown_price_never_overwrites_a_good_one(int? usd)
    {
        var decision = _rules.Decide(Stored(5m, Noon), Observe(usd, Noon.AddHours(1)), verified: true);

        Assert.Null(decision.Write);
        Assert.False(decision.IsFresh);
    }

    [Fact]
    public void A_price_younger_than_ten_minutes_stays() =>
        Assert.True(_rules.Decide(Stored(5m, Noon), Observe(6m, Noon.AddMinutes(10).AddMilliseconds(-1)), verified: true).IsFresh);

    [Fact]
    public void A_price_ten_minutes_old_is_updated() =>
        Assert.Equal(6m, _rules.Decide(Stored(5m, Noon), Observe(6m, Noon.AddMinutes(10)), verified: true).Write?.Usd);

    [Fact]
    public void Time_never_runs_backwards() =>
        Assert.True(_rules.Decide(Stored(5m, Noon), Observe(6m, Noon.AddHours(-1)), verified: true).IsFresh);

    [Fact]
    public void Jump_beyond_the_limit_is_kept_as_suspect_beside_the_old_price()
    {
        var write = _rules.Decide(Stored(5m, Noon), Observe(51m, Noon.AddHours(1)), verified: true).Write!;

        Assert.Equal(5m, write.Usd);
        Assert.Equal(51m, write.Suspect?.Usd);
        Assert.Equal(Noon.AddHours(1), write.ObservedAt);
    }

    [Fact]
    public void A_second_observation_confirms_a_suspect_price()
    {
        var suspect = Stored(5m, Noon) with { Suspect = new SuspectPrice(51m, Noon.AddHours(1), "zerion") };

        var write = _rules.Decide(suspect, Observe(52m, Noon.AddHours(2)), verified: true).Write!;

        Assert.Equal(52m, write.Usd);
        Assert.Null(write.Suspect);
    }

    [Theory]
    [InlineData("zerion", true, true)]
    [InlineData("zerion", false, false)]
    [InlineData("zerion", null, false)]
    [InlineData("defillama", false, true)]
    public void A_provider_does_not_confirm_its_own_jump_of_an_unvouched_asset(string provider, bool? verified, bool isConfirmed)
    {
        var suspect = Stored(5m, Noon) with { Suspect = new SuspectPrice(51m, Noon.AddHours(1), "zerion") };

        var write = _rules.Decide(suspect, Observe(52m, Noon.AddHours(2)) with { Key = TestRows.Asset(7).Key, Provider = provider }, verified).Write!;

        Assert.Equal((isConfirmed ? 52m : 5m, isConfirmed ? null : (decimal?)52m), (write.Usd, write.Suspect?.Usd));
    }

    [Fact]
    public void The_same_fetch_cannot_confirm_its_own_suspect_price()
    {
        var suspect = Stored(5m, Noon) with { Suspect = new SuspectPrice(51m, Noon.AddHours(1), "zerion") };

        Assert.True(_rules.Decide(suspect, Observe(52m, Noon.AddHours(1).AddSeconds(30)), verified: true).IsFresh);
    }

    [Fact]
    public void Crash_beyond_the_limit_is_suspect_too() =>
        Assert.NotNull(_rules.Decide(Stored(100m, Noon), Observe(9m, Noon.AddHours(1)), verified: true).Write?.Suspect);

    [Fact]
    public void Extreme_prices_are_compared_without_overflow() =>
        Assert.NotNull(_rules.Decide(Stored(1e-28m, Noon), Observe(7e28m, Noon.AddHours(1)), verified: true).Write?.Suspect);

    static AssetPrice Stored(decimal usd, DateTimeOffset asOf) => new(usd, asOf, "zerion");

    static PriceObservation Observe(decimal? usd, DateTimeOffset asOf) => new(Key, usd, asOf, "zerion");
}
