using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class LikeTests
{
    [Theory]
    [InlineData("'abc' LIKE 'abc'", true)]
    [InlineData("'abc' LIKE 'ABC'", false)]
    [InlineData("'abc' LIKE 'a%'", true)]
    [InlineData("'abc' LIKE '%c'", true)]
    [InlineData("'abc' LIKE '%b%'", true)]
    [InlineData("'abc' LIKE '%d%'", false)]
    [InlineData("'abc' LIKE 'a_c'", true)]
    [InlineData("'ac' LIKE 'a_c'", false)]
    [InlineData("'' LIKE '%'", true)]
    [InlineData("'' LIKE '_'", false)]
    [InlineData("'abab' LIKE '%ab'", true)]
    [InlineData("'aXbXc' LIKE 'a%b%c'", true)]
    [InlineData("'bat' LIKE '[b-d]at'", true)]
    [InlineData("'aat' LIKE '[b-d]at'", false)]
    [InlineData("'aat' LIKE '[^b-d]at'", true)]
    [InlineData("'a-t' LIKE 'a[x-]t'", true)]
    [InlineData("'50%' LIKE '50!%' ESCAPE '!'", true)]
    [InlineData("'50x' LIKE '50!%' ESCAPE '!'", false)]
    [InlineData("'a!b' LIKE 'a!!b' ESCAPE '!'", true)]
    [InlineData("'a_b' LIKE 'a^_b' ESCAPE '^'", true)]
    [InlineData("'a.c' LIKE 'a.c'", true)]
    [InlineData("'abc' LIKE 'a.c'", false)]
    [InlineData("'a\\nb' LIKE 'a%b'", true)]
    [InlineData("'abc' NOT LIKE 'b%'", true)]
    [InlineData("NOT ('abc' LIKE 'b%')", true)]
    public void A_pattern_matches_the_whole_text(string expression, bool expected) =>
        Assert.Equal(expected ? "true" : "false", Value(expression));

    [Theory]
    [InlineData("abc", "a%", "true")]
    [InlineData("abc", "b%", "false")]
    public void The_pattern_may_be_a_parameter(string text, string pattern, string expected) =>
        Assert.Equal(expected, Value("@text LIKE @pattern", $$"""{"@text":"{{text}}","@pattern":"{{pattern}}"}"""));

    [Fact]
    public void Many_wildcards_do_not_run_away()
    {
        var pattern = string.Concat(Enumerable.Repeat("%a", 500)) + "b";
        var text = new string('a', 5000);

        Assert.Equal("false", Value("@text LIKE @pattern", $$"""{"@text":"{{text}}","@pattern":"{{pattern}}"}"""));
    }
}
