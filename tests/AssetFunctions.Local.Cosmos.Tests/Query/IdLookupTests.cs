using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class IdLookupTests
{
    [Theory]
    [InlineData("c.id = 'a'", "a")]
    [InlineData("c['id'] = 'a'", "a")]
    [InlineData("c.id = @x AND c.v > 1", "param")]
    [InlineData("c.v > 1 AND c.id = @x", "param")]
    [InlineData("c.id IN ('a', 'b', 3)", "a,b")]
    [InlineData("c.id = 'a' OR c.id = 'b'", "a,b")]
    [InlineData("(c.id = 'a' AND c.pk = 1) OR (c.id = 'b' AND c.pk = 2)", "a,b")]
    [InlineData("c.id IN ('a', 'b') AND c.id IN ('b', 'c')", "b")]
    [InlineData("c.id IN ('a', 'b') AND c.id > 'a'", "b")]
    [InlineData("c.id = 'a' AND c.id = 'b'", "")]
    [InlineData("c.id = 1", "")]
    [InlineData("false", "")]
    public void Equality_with_ids_gives_those_ids(string filter, string ids)
    {
        var lookup = Lookup(filter)!;

        Assert.Equal(ids.Split(',', StringSplitOptions.RemoveEmptyEntries), lookup.Ids.Order(StringComparer.Ordinal));
        Assert.Empty(lookup.Ranges);
    }

    [Theory]
    [InlineData("c.id >= 'a' AND c.id < 'b'", "a", "b")]
    [InlineData("c.id >= 'a' AND c.v = 1 AND c.id <= 'b'", "a", "b\0")]
    [InlineData("c.id > 'a'", "a\0", null)]
    [InlineData("STARTSWITH(c.id, 'pos')", "pos", "pot")]
    public void Comparison_with_ids_gives_a_range(string filter, string low, string? high) =>
        Assert.Equal((low, high), Assert.Single(Lookup(filter)!.Ranges));

    [Fact]
    public void Ids_and_ranges_combine()
    {
        var lookup = Lookup("c.id = 'a' OR (c.id >= 'x' AND c.id < 'y')")!;

        Assert.Equal("a", Assert.Single(lookup.Ids));
        Assert.Equal(("x", "y"), Assert.Single(lookup.Ranges));
        Assert.True(lookup.MayContain("a") && lookup.MayContain("x1"));
        Assert.False(lookup.MayContain("b") || lookup.MayContain("y"));
    }

    [Theory]
    [InlineData("c.id = 'a' OR c.v = 1")]
    [InlineData("NOT (c.id = 'a')")]
    [InlineData("c.id != 'a'")]
    [InlineData("c.id NOT IN ('a')")]
    [InlineData("c.sub.id = 'a'")]
    [InlineData("c.id = c.other")]
    [InlineData("STARTSWITH(c.id, 'A', true)")]
    public void Any_other_condition_does_not_narrow_the_ids(string filter) => Assert.Null(Lookup(filter));

    [Fact]
    public void A_query_without_a_filter_does_not_narrow_the_ids() => Assert.Null(IdLookup.Of(SqlQuery.Parse("SELECT * FROM c").Where));

    static IdLookup? Lookup(string filter) => IdLookup.Of(SqlQuery.Parse("SELECT * FROM c WHERE " + filter, Parameters("{'@x':'param'}")).Where);
}
