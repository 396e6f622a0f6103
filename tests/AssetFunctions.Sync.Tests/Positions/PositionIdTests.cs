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
    public void Members_that_may_change_between_fetches_are_not_part_of_the_identity() =>
        Assert.Equal(PositionId.For(Row), PositionId.For(Row with { RawAmount = 5, PriceUsd = 9m, ProviderRef = "other", Name = "other" }));

    [Fact]
    public void Members_that_concatenate_to_the_same_text_give_different_ids() =>
        Assert.NotEqual(
            PositionId.For(Row with { Protocol = "ab", GroupId = "c" }),
            PositionId.For(Row with { Protocol = "a", GroupId = "bc" }));

    [Theory]
    [InlineData("a/b\\c?d#e%f")]
    [InlineData("a very long name of a network, longer than anybody would ever need, and then some more of it")]
    public void Id_is_valid_in_the_database_for_any_network_name(string network)
    {
        var id = PositionId.For(TestRows.Position(network: network));

        Assert.DoesNotContain(id, "/\\?#%".Contains);
        Assert.InRange(id.Length, 1, 255);
        Assert.True(string.CompareOrdinal(PositionId.Prefix, id) < 0 && string.CompareOrdinal(id, PositionId.End) < 0, id);
    }

    /// <summary>Family: rollback. If the fingerprint of a plain position changed, the release would rewrite every position once.</summary>
    [Fact]
    public void Position_without_scale_and_value_keeps_its_fingerprint_of_earlier_releases()
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
    public void Amount_changes_the_fingerprint_and_price_does_not()
    {
        Assert.Equal(PositionFingerprint.Of(Row), PositionFingerprint.Of(Row with { PriceUsd = 77m }));
        Assert.NotEqual(PositionFingerprint.Of(Row), PositionFingerprint.Of(Row with { RawAmount = 77 }));
    }
}
