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
    [InlineData("SELECT c.v > 1, c.tags[0], c['id'] FROM c WHERE c.id = 'a'", "[{'$1':false,'$2':'x','id':'a'}]")]
    [InlineData("SELECT VALUE {'k': c.id, m: [c.v, c.missing, null]} FROM c WHERE c.v = 1", "[{'k':'a','m':[1,null]}]")]
    [InlineData("SELECT c FROM c WHERE c.v = 3", "[{'c':{'id':'b','pk':'p','v':3,'tags':[],'o':null}}]")]
    [InlineData("SELECT TOP 2 VALUE c.id FROM c", "['a','b']")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.v DESC", "['b','c','a']")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.pk DESC OFFSET 1 LIMIT 1", "['b']")]
    [InlineData("SELECT DISTINCT VALUE c.pk FROM c", "['p','q']")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.pk = 'p'", "[2]")]
    [InlineData("SELECT VALUE COUNT(c.o) FROM c", "[2]")]
    [InlineData("SELECT VALUE COUNT(undefined) FROM c", "[0]")]
    [InlineData("SELECT VALUE [{\"item\": COUNT(1)}] FROM c", "[[{'item':3}]]")]
    [InlineData("SELECT VALUE root['id'] FROM root WHERE (root['v'] > 1) ORDER BY root['v'] ASC", "['c','b']")]
    [InlineData("SELECT VALUE r.id FROM root r WHERE ARRAY_CONTAINS(r.tags, 'y')", "['a','c']")]
    [InlineData("SELECT VALUE r.id FROM root AS r WHERE r.v IN (1, 2) AND r.pk != 'q'", "['a']")]
    public void A_query_yields(string sql, string expected) => Assert.Equal(Json(expected), Run(sql, Items));
}
