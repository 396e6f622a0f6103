using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class SelectTests
{
    static readonly string[] Items =
    [
        "{'id':'a','pk':'p','v':1,'tags':['x','y'],'o':{'n':1.50}}",
        "{'id':'b','pk':'p','v':3,'tags':[],'o':null}",
        "{'id':'c','pk':'q','v':2,'tags':['y','z']}",
    ];

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.id = 'b'", "[{'id':'b','pk':'p','v':3,'tags':[],'o':null}]")]
    [InlineData("SELECT c.id, c.v AS n FROM c WHERE c.v > 1", "[{'id':'b','n':3},{'id':'c','n':2}]")]
    [InlineData("SELECT VALUE c.o FROM c", "[{'n':1.50},null]")]
    [InlineData("SELECT c.o FROM c", "[{'o':{'n':1.50}},{'o':null},{}]")]
    [InlineData("SELECT VALUE c.o.n FROM c", "[1.50]")]
    [InlineData("SELECT VALUE c.o.n + 1 FROM c", "[2.5]")]
    [InlineData("SELECT c.v + 1, c.tags[0], c['id'] FROM c WHERE c.id = 'a'", "[{'$1':2,'$2':'x','id':'a'}]")]
    [InlineData("SELECT VALUE {'k': c.id, m: [c.v, c.missing, null]} FROM c WHERE c.v = 1", "[{'k':'a','m':[1,null]}]")]
    [InlineData("SELECT 1 AS one, 'x' AS two", "[{'one':1,'two':'x'}]")]
    [InlineData("SELECT c FROM c WHERE c.v = 3", "[{'c':{'id':'b','pk':'p','v':3,'tags':[],'o':null}}]")]
    [InlineData("SELECT TOP 2 VALUE c.id FROM c", "['a','b']")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.v DESC", "['b','c','a']")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.pk DESC, c.v ASC OFFSET 1 LIMIT 1", "['a']")]
    [InlineData("SELECT DISTINCT VALUE c.pk FROM c", "['p','q']")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.pk = 'p'", "[2]")]
    [InlineData("SELECT c.pk, COUNT(1) AS n, SUM(c.v) AS s FROM c GROUP BY c.pk", "[{'pk':'p','n':2,'s':4},{'pk':'q','n':1,'s':2}]")]
    [InlineData("SELECT VALUE root['id'] FROM root WHERE (root['v'] > 1) ORDER BY root['v'] ASC", "['c','b']")]
    [InlineData("SELECT c.id, t AS tag FROM c JOIN t IN c.tags", "[{'id':'a','tag':'x'},{'id':'a','tag':'y'},{'id':'c','tag':'y'},{'id':'c','tag':'z'}]")]
    [InlineData("SELECT VALUE t FROM t IN c.tags", "['x','y','y','z']")]
    [InlineData("SELECT VALUE o FROM c.o", "[{'n':1.50},null]")]
    [InlineData("SELECT * FROM Items.o", "[{'n':1.50},null]")]
    [InlineData("SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = 'z')", "['c']")]
    [InlineData("SELECT VALUE ARRAY(SELECT VALUE UPPER(t) FROM t IN c.tags) FROM c", "[['X','Y'],[],['Y','Z']]")]
    [InlineData("SELECT c.id, (SELECT VALUE COUNT(1) FROM t IN c.tags) AS n FROM c", "[{'id':'a','n':2},{'id':'b','n':0},{'id':'c','n':2}]")]
    [InlineData("SELECT VALUE COUNT(1) FROM (SELECT DISTINCT VALUE c.pk FROM c)", "[2]")]
    [InlineData("SELECT g.pk FROM (SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk) AS g WHERE g.n > 1", "[{'pk':'p'}]")]
    [InlineData("SELECT VALUE t FROM c JOIN (SELECT VALUE x FROM x IN c.tags WHERE x != 'y') AS t", "['x','z']")]
    public void A_query_yields(string sql, string expected) =>
        Assert.Equal(Json(expected), Run(sql, Items));
}
