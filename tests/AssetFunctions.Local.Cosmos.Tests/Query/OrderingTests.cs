using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class OrderingTests
{
    static readonly string[] Mixed =
    [
        "{'id':'object','v':{'a':1}}",
        "{'id':'array','v':[1]}",
        "{'id':'text','v':'a'}",
        "{'id':'one','v':1}",
        "{'id':'true','v':true}",
        "{'id':'false','v':false}",
        "{'id':'null','v':null}",
        "{'id':'undefined'}",
        "{'id':'capital','v':'B'}",
        "{'id':'minus','v':-1.5}",
    ];

    static readonly string[] Pairs = ["{'id':1,'a':2,'b':1}", "{'id':2,'a':1,'b':1}", "{'id':3,'a':2,'b':0}", "{'id':4,'a':1,'b':1}"];

    [Fact]
    public void Types_rank_from_undefined_to_object() => Assert.Equal(
        Json("['undefined','null','false','true','minus','one','capital','text','array','object']"),
        Run("SELECT VALUE c.id FROM c ORDER BY c.v", Mixed));

    [Fact]
    public void Descending_is_the_exact_reverse() => Assert.Equal(
        Json("['object','array','text','capital','one','minus','true','false','null','undefined']"),
        Run("SELECT VALUE c.id FROM c ORDER BY c.v DESC", Mixed));

    [Theory]
    [InlineData("ORDER BY c.a DESC", "[3,1,4,2]")]
    [InlineData("ORDER BY c.b", "[3,1,2,4]")]
    [InlineData("ORDER BY c['a']", "[2,4,1,3]")]
    public void Ties_keep_the_order_of_creation_or_its_reverse(string clause, string expected) =>
        Assert.Equal(expected, Run("SELECT VALUE c.id FROM c " + clause, Pairs));

    [Theory]
    [InlineData("SELECT TOP 0 VALUE c.id FROM c", "[]")]
    [InlineData("SELECT TOP 2 VALUE c.id FROM c ORDER BY c.a", "[2,4]")]
    [InlineData("SELECT TOP 99 VALUE c.id FROM c", "[1,2,3,4]")]
    [InlineData("SELECT VALUE c.id FROM c OFFSET 1 LIMIT 2", "[2,3]")]
    [InlineData("SELECT VALUE c.id FROM c OFFSET 9 LIMIT 2", "[]")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.a OFFSET 3 LIMIT 9", "[3]")]
    [InlineData("SELECT VALUE c.id FROM c OFFSET 4294967295 LIMIT 4294967295", "[]")]
    [InlineData("SELECT TOP 4294967295 VALUE c.id FROM c", "[1,2,3,4]")]
    [InlineData("SELECT DISTINCT c.a, c.b FROM c", "[{'a':2,'b':1},{'a':1,'b':1},{'a':2,'b':0}]")]
    public void A_window_cuts_after_sorting_and_distinct(string sql, string expected) => Assert.Equal(Json(expected), Run(sql, Pairs));

    [Fact]
    public void Counts_may_be_parameters() => Assert.Equal(
        "[2,3]", Run("SELECT VALUE c.id FROM c OFFSET @skip LIMIT @take", Pairs, "{'@skip':1,'@take':2}"));

    [Theory]
    [InlineData("SELECT TOP @n VALUE c.id FROM c", "{'@n':-1}", "SC2060")]
    [InlineData("SELECT TOP @n VALUE c.id FROM c", "{'@n':'2'}", "SC2060")]
    [InlineData("SELECT TOP @n VALUE c.id FROM c", "{}", "SC2001")]
    [InlineData("SELECT VALUE c.id FROM c OFFSET 0 LIMIT @n", "{'@n':1.5}", "SC2062")]
    [InlineData("SELECT VALUE @x FROM c", "{'@y':1}", "SC2001")]
    public void An_invalid_count_or_a_missing_parameter_is_refused(string sql, string parameters, string code) =>
        Assert.Equal(code, Assert.Throws<SqlQueryException>(() => Run(sql, Pairs, parameters)).Code);
}
