using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>Constructs that only Azure Cosmos DB supports are refused by name.</summary>
public sealed class UnsupportedTests
{
    [Theory]
    [InlineData("SELECT VALUE t FROM c JOIN t IN c.tags", "JOIN")]
    [InlineData("SELECT VALUE t FROM t IN c.tags", "FROM … IN")]
    [InlineData("SELECT VALUE o FROM c.o", "FROM with a path")]
    [InlineData("SELECT VALUE o FROM c['o'] AS o", "FROM with a path")]
    [InlineData("SELECT VALUE x FROM (SELECT VALUE c.o FROM c) AS x", "A subquery")]
    [InlineData("SELECT VALUE (SELECT VALUE 1) FROM c", "A subquery")]
    [InlineData("SELECT * FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags)", "A subquery")]
    [InlineData("SELECT VALUE ARRAY(SELECT VALUE t FROM t IN c.tags) FROM c", "A subquery")]
    [InlineData("SELECT c.pk FROM c GROUP BY c.pk", "GROUP BY")]
    [InlineData("SELECT VALUE MAX(c.v) FROM c", "The function MAX")]
    [InlineData("SELECT VALUE SUM(c.v) FROM c", "The function SUM")]
    [InlineData("SELECT COUNT(1) AS n FROM c", "COUNT other than as SELECT VALUE COUNT(…)")]
    [InlineData("SELECT VALUE c.v FROM c WHERE COUNT(1) > 1", "COUNT other than as SELECT VALUE COUNT(…)")]
    [InlineData("SELECT TOP 1 VALUE COUNT(1) FROM c", "COUNT with DISTINCT, TOP, ORDER BY or OFFSET")]
    [InlineData("SELECT VALUE COUNT(1) FROM c ORDER BY c.v", "COUNT with DISTINCT, TOP, ORDER BY or OFFSET")]
    [InlineData("SELECT DISTINCT VALUE c.v FROM c ORDER BY c.v", "DISTINCT with TOP, ORDER BY or OFFSET")]
    [InlineData("SELECT DISTINCT TOP 3 VALUE c.v FROM c", "DISTINCT with TOP, ORDER BY or OFFSET")]
    [InlineData("SELECT * FROM c ORDER BY c.a, c.b DESC", "ORDER BY over several paths")]
    [InlineData("SELECT * FROM c WHERE c.text LIKE 'a%'", "LIKE")]
    [InlineData("SELECT * FROM c WHERE c.v BETWEEN 1 AND 3", "BETWEEN")]
    [InlineData("SELECT * FROM c WHERE c.v NOT BETWEEN 1 AND 3", "BETWEEN")]
    [InlineData("SELECT VALUE c.v > 2 ? 'big' : 'small' FROM c", "The operator '?'")]
    [InlineData("SELECT VALUE c.v ?? 0 FROM c", "The operator '??'")]
    [InlineData("SELECT VALUE c.a || c.b FROM c", "The operator '||'")]
    [InlineData("SELECT VALUE c.v + 1 FROM c", "The operator '+'")]
    [InlineData("SELECT VALUE -c.v FROM c", "The operator '-'")]
    [InlineData("SELECT VALUE c.v * 2 FROM c", "The operator '*'")]
    [InlineData("SELECT * FROM c WHERE c.v % 2 = 1", "The operator '%'")]
    [InlineData("SELECT * FROM c WHERE c.v >>> 1 = 1", "The operator '>>>'")]
    [InlineData("SELECT * FROM c WHERE ~c.v = 1", "The operator '~'")]
    [InlineData("SELECT VALUE c[c.name] FROM c", "An index that is neither a literal nor a parameter")]
    [InlineData("SELECT VALUE udf.mine(c.v) FROM c", "A user-defined function")]
    [InlineData("SELECT VALUE UPPER(c.text) FROM c", "The function UPPER")]
    [InlineData("SELECT VALUE GETCURRENTDATETIME() FROM c", "The function GETCURRENTDATETIME")]
    [InlineData("SELECT VALUE ABS(c.v) FROM c", "The function ABS")]
    [InlineData("SELECT VALUE TOSTRING(c.v) FROM c", "The function TOSTRING")]
    [InlineData("SELECT * FROM c WHERE ST_DISTANCE(c.a, c.b) < 1", "The function ST_DISTANCE")]
    public void An_unsupported_construct_is_refused_by_name(string sql, string construct)
    {
        var error = Refused(sql);

        Assert.Equal("Unsupported", error.Code);
        Assert.Equal($"{construct} is not supported by this local server; Azure Cosmos DB may support it.", error.Message);
    }
}
