using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class AggregateTests
{
    static readonly string[] Items =
    [
        "{'k':'p','v':1,'w':'a'}",
        "{'k':'q','v':4}",
        "{'k':'p','v':3,'w':null}",
        "{'k':null,'v':2,'w':true}",
        "{'v':5,'w':7}",
    ];

    [Theory]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "[5]")]
    [InlineData("SELECT VALUE COUNT(c.w) FROM c", "[4]")]
    [InlineData("SELECT VALUE COUNT(undefined) FROM c", "[0]")]
    [InlineData("SELECT VALUE COUNTIF(c.v > 2) FROM c", "[3]")]
    [InlineData("SELECT VALUE SUM(c.v) FROM c", "[15]")]
    [InlineData("SELECT VALUE SUM(c.missing) FROM c", "[0]")]
    [InlineData("SELECT VALUE SUM(c.w) FROM c", "[]")]
    [InlineData("SELECT VALUE AVG(c.v) FROM c", "[3]")]
    [InlineData("SELECT VALUE AVG(c.missing) FROM c", "[]")]
    [InlineData("SELECT VALUE MIN(c.v) FROM c", "[1]")]
    [InlineData("SELECT VALUE MAX(c.v) FROM c", "[5]")]
    [InlineData("SELECT VALUE MIN(c.w) FROM c", "[null]")]
    [InlineData("SELECT VALUE MAX(c.w) FROM c", "['a']")]
    [InlineData("SELECT VALUE MIN(c.missing) FROM c", "[]")]
    [InlineData("SELECT VALUE MAX([c.v]) FROM c", "[]")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE false", "[0]")]
    [InlineData("SELECT COUNT(1) AS n, MIN(c.v) AS low, AVG(c.w) AS none FROM c", "[{'n':5,'low':1}]")]
    [InlineData("SELECT COUNT(1), SUM(c.v) FROM c", "[{'$1':5,'$2':15}]")]
    [InlineData("SELECT VALUE SUM(c.v) / COUNT(1) FROM c", "[3]")]
    [InlineData("SELECT VALUE {'n': COUNT(1), 'avg': AVG(c.v)} FROM c", "[{'n':5,'avg':3}]")]
    [InlineData("SELECT VALUE SUM(c.v * 2) FROM c WHERE c.k = 'p'", "[8]")]
    [InlineData("SELECT DISTINCT VALUE COUNT(1) FROM c", "[5]")]
    public void An_aggregate_is_taken_over_all_rows(string sql, string expected) => Assert.Equal(Json(expected), Run(sql, Items));

    [Theory]
    [InlineData("SELECT c.k, COUNT(1) AS n FROM c GROUP BY c.k", "[{'k':'p','n':2},{'k':'q','n':1},{'k':null,'n':1},{'n':1}]")]
    [InlineData("SELECT COUNT(1) AS n FROM c GROUP BY c.k", "[{'n':2},{'n':1},{'n':1},{'n':1}]")]
    [InlineData("SELECT VALUE SUM(c.v) FROM c GROUP BY c.k", "[4,4,2,5]")]
    [InlineData("SELECT VALUE c.k FROM c GROUP BY c.k", "['p','q',null]")]
    [InlineData("SELECT c.v > 2 AS big, MAX(c.v) AS most FROM c GROUP BY c.v > 2", "[{'big':false,'most':2},{'big':true,'most':5}]")]
    [InlineData("SELECT UPPER(c.k) AS k FROM c WHERE IS_STRING(c.k) GROUP BY UPPER(c.k)", "[{'k':'P'},{'k':'Q'}]")]
    [InlineData("SELECT c.k, c.v % 2 AS odd, COUNT(1) AS n FROM c WHERE c.k = 'p' GROUP BY c.k, c.v % 2", "[{'k':'p','odd':1,'n':2}]")]
    [InlineData("SELECT c.k, COUNT(1) AS n FROM c WHERE false GROUP BY c.k", "[]")]
    [InlineData("SELECT c.k, 'x' AS constant FROM c WHERE c.k = 'q' GROUP BY c.k", "[{'k':'q','constant':'x'}]")]
    [InlineData("SELECT TOP 1 VALUE c.k FROM c GROUP BY c.k", "['p']")]
    [InlineData("SELECT VALUE c.k FROM c GROUP BY c.k OFFSET 1 LIMIT 1", "['q']")]
    public void Groups_come_in_the_order_of_their_first_rows(string sql, string expected) => Assert.Equal(Json(expected), Run(sql, Items));

    [Theory]
    [InlineData("SELECT c.v FROM c GROUP BY c.k", "SC2102")]
    [InlineData("SELECT c.v, COUNT(1) AS n FROM c", "SC2102")]
    [InlineData("SELECT * FROM c GROUP BY c.k", "SC2103")]
    [InlineData("SELECT VALUE COUNT(SUM(c.v)) FROM c", "SC2101")]
    [InlineData("SELECT VALUE c.k FROM c WHERE COUNT(1) > 1", "SC2101")]
    [InlineData("SELECT c.k FROM c GROUP BY COUNT(1)", "SC2101")]
    [InlineData("SELECT c.k FROM c GROUP BY c.k ORDER BY c.k", "SC2105")]
    [InlineData("SELECT VALUE COUNT(1) FROM c ORDER BY c.k", "SC2105")]
    public void A_misplaced_aggregate_is_refused(string sql, string code) => Assert.Equal(code, Refused(sql).Code);
}
