using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Tests.Positions;

public sealed class PositionIdTests
{
    static readonly ProviderPosition Row = TestRows.Position();

    public static TheoryData<string, ProviderPosition> Others() => new()
    {
        { "type", Row with { Type = PositionTypes.Loan } },
        { "protocol", Row with { Protocol = "Aave" } },
        { "group", Row with { GroupId = "g" } },
        { "pool", Row with { PoolAddress = TestRows.Address(9) } },
        { "asset", TestRows.Position(2) },
        { "network", TestRows.Position(network: "base") },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Positions_that_differ_in_an_identifying_member_have_different_ids(string member, ProviderPosition other) =>
        Assert.False(PositionId.For(Row) == PositionId.For(other), member);

    [Fact]
    public void What_may_change_from_one_fetch_to_the_next_is_no_part_of_the_identity() =>
        Assert.Equal(PositionId.For(Row), PositionId.For(Row with { RawAmount = 5, PriceUsd = 9m, ProviderRef = "other", Name = "other" }));

    [Fact]
    public void Members_that_join_to_the_same_text_are_still_told_apart() =>
        Assert.NotEqual(
            PositionId.For(Row with { Protocol = "ab", GroupId = "c" }),
            PositionId.For(Row with { Protocol = "a", GroupId = "bc" }));

    [Theory]
    [InlineData("a/b\\c?d#e%f")]
    [InlineData("a very long name of a network, longer than anybody would ever need, and then some more of it")]
    public void An_id_is_one_the_database_accepts_whatever_the_network_is_called(string network)
    {
        var id = PositionId.For(TestRows.Position(network: network));

        Assert.DoesNotContain(id, "/\\?#%".Contains);
        Assert.InRange(id.Length, 1, 255);
        Assert.True(string.CompareOrdinal(PositionId.Prefix, id) < 0 && string.CompareOrdinal(id, PositionId.End) < 0, id);
    }

    /// <summary>Family: rollback. Were the fingerprint of a plain position another one, every release would write every position once.</summary>
    [Fact]
    public void A_position_without_scale_and_value_has_the_fingerprint_of_releases_that_did_not_know_them()
    {
        Assert.Equal("ENQqRahl0601ZSFt", PositionFingerprint.Of(Row));
        string[] others =
        [
            PositionFingerprint.Of(Row with { Scale = 4m }), PositionFingerprint.Of(Row with { ValueUsd = 4m }),
            PositionFingerprint.Of(Row with { Scale = 4m, ValueUsd = 4m }), PositionFingerprint.Of(Row),
        ];
        Assert.Distinct(others);
        Assert.Equal(PositionFingerprint.Of(Row with { Scale = 1.50m }), PositionFingerprint.Of(Row with { Scale = 1.5m }));
    }

    [Fact]
    public void A_price_does_not_change_the_fingerprint_and_an_amount_does()
    {
        Assert.Equal(PositionFingerprint.Of(Row), PositionFingerprint.Of(Row with { PriceUsd = 77m }));
        Assert.NotEqual(PositionFingerprint.Of(Row), PositionFingerprint.Of(Row with { RawAmount = 77 }));
    }
}
