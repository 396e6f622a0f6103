using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class SourceTests
{
    static readonly string[] Items =
    [
        "{'id':'a','n':1,'tags':['x','y'],'kids':[{'name':'k1','toys':[{'t':1},{'t':2}]},{'name':'k2','toys':[{'t':3}]}]}",
        "{'id':'b','n':2,'tags':['y'],'kids':[]}",
        "{'id':'c','n':3,'tags':'none'}",
    ];

    [Theory]
    [InlineData("SELECT VALUE x.id FROM x", "['a','b','c']")]
    [InlineData("SELECT VALUE x.id FROM Families x", "['a','b','c']")]
    [InlineData("SELECT VALUE x.id FROM Families AS x", "['a','b','c']")]
    [InlineData("SELECT VALUE k FROM c.kids[0].name AS k", "['k1']")]
    [InlineData("SELECT VALUE k FROM c['kids'][0]['name'] k", "['k1']")]
    [InlineData("SELECT VALUE name FROM c.kids[1].name", "['k2']")]
    [InlineData("SELECT * FROM k IN c.kids[0].toys", "[{'t':1},{'t':2}]")]
    public void From_binds_the_document_or_a_part_of_it(string sql, string expected) => Assert.Equal(Json(expected), Run(sql, Items));

    [Theory]
    [InlineData("SELECT c.id, t FROM c JOIN t IN c.tags", "[{'id':'a','t':'x'},{'id':'a','t':'y'},{'id':'b','t':'y'}]")]
    [InlineData("SELECT VALUE toy.t FROM c JOIN k IN c.kids JOIN toy IN k.toys", "[1,2,3]")]
    [InlineData("SELECT VALUE [t, k.name] FROM c JOIN t IN c.tags JOIN k IN c.kids", "[['x','k1'],['x','k2'],['y','k1'],['y','k2']]")]
    [InlineData("SELECT VALUE k.name FROM c JOIN k IN c.kids WHERE ARRAY_LENGTH(k.toys) > 1", "['k1']")]
    [InlineData("SELECT VALUE n FROM c JOIN n IN c.missing", "[]")]
    [InlineData("SELECT VALUE t FROM c JOIN c.tags AS t WHERE c.id = 'c'", "['none']")]
    [InlineData("SELECT VALUE t FROM c JOIN (SELECT VALUE t FROM t IN c.tags WHERE t > 'x') AS t", "['y','y']")]
    [InlineData("SELECT VALUE x.up FROM c JOIN (SELECT UPPER(t) AS up FROM t IN c.tags) AS x", "['X','Y','Y']")]
    [InlineData("SELECT VALUE n FROM c JOIN n IN (SELECT VALUE [c.n, 0])", "[1,0,2,0,3,0]")]
    public void Join_pairs_a_document_with_its_own_elements(string sql, string expected) => Assert.Equal(Json(expected), Run(sql, Items));

    [Theory]
    [InlineData("SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = 'y')", "['a','b']")]
    [InlineData("SELECT VALUE c.id FROM c WHERE NOT EXISTS(SELECT VALUE t FROM t IN c.tags)", "['c']")]
    [InlineData("SELECT VALUE EXISTS(SELECT VALUE undefined) FROM c WHERE c.n = 1", "[false]")]
    [InlineData("SELECT VALUE EXISTS(SELECT VALUE null) FROM c WHERE c.n = 1", "[true]")]
    [InlineData("SELECT VALUE ARRAY(SELECT VALUE k.name FROM k IN c.kids) FROM c", "[['k1','k2'],[],[]]")]
    [InlineData("SELECT ARRAY(SELECT k.name FROM k IN c.kids) AS all FROM c WHERE c.id = 'a'", "[{'all':[{'name':'k1'},{'name':'k2'}]}]")]
    [InlineData("SELECT VALUE (SELECT VALUE SUM(toy.t) FROM k IN c.kids JOIN toy IN k.toys) FROM c", "[6,0,0]")]
    [InlineData("SELECT VALUE (SELECT VALUE t FROM t IN c.tags WHERE t = 'x') FROM c", "['x']")]
    [InlineData("SELECT c.id, (SELECT VALUE MAX(t) FROM t IN c.tags) AS last FROM c", "[{'id':'a','last':'y'},{'id':'b','last':'y'},{'id':'c'}]")]
    [InlineData("SELECT VALUE c.n + (SELECT VALUE COUNT(1) FROM t IN c.tags) FROM c", "[3,3,3]")]
    [InlineData("SELECT VALUE a FROM (SELECT VALUE c.n FROM c) AS a WHERE a > 1", "[2,3]")]
    [InlineData("SELECT VALUE SUM(a) FROM (SELECT TOP 2 VALUE c.n FROM c) AS a", "[3]")]
    [InlineData("SELECT VALUE c.id FROM c WHERE c.n = (SELECT VALUE MAX(x) FROM x IN [1, 2])", "", "SC1001")]
    [InlineData("SELECT VALUE COUNT(1) FROM (SELECT DISTINCT VALUE t FROM c JOIN t IN c.tags)", "[2]")]
    public void A_subquery_sees_the_row_around_it(string sql, string expected, string? code = null)
    {
        if (code is null)
        {
            Assert.Equal(Json(expected), Run(sql, Items));
        }
        else
        {
            Assert.Equal(code, Refused(sql).Code);
        }
    }

    [Fact]
    public void A_row_of_one_document_leaves_nothing_behind_for_the_next()
    {
        var documents = new[] { "{'id':'a','sub':{'v':1}}", "{'id':'b'}" };

        Assert.Equal(Json("[{'id':'a','v':1},{'id':'b'}]"), Run("SELECT c.id, (SELECT VALUE s.v FROM c.sub AS s) AS v FROM c", documents));
    }
}
