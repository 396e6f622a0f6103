using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class PlanTests
{
    const string Filter = "({documentdb-formattableorderbyquery-filter})";

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.v > 1", "")]
    [InlineData("SELECT VALUE c.id FROM c JOIN t IN c.tags", "")]
    [InlineData("SELECT TOP 3 * FROM c", "")]
    [InlineData("SELECT DISTINCT VALUE c.k FROM c", "")]
    [InlineData("SELECT * FROM c OFFSET 2 LIMIT 3", "SELECT * FROM c OFFSET 0 LIMIT 5")]
    [InlineData("SELECT DISTINCT TOP 3 VALUE c.k FROM c", "SELECT DISTINCT VALUE c.k FROM c")]
    [InlineData("SELECT * FROM c ORDER BY c.v", $"SELECT c._rid, [{{\"item\": c.v}}] AS orderByItems, c AS payload FROM c WHERE {Filter} ORDER BY c.v")]
    [InlineData(
        "SELECT c.a, c.b AS x FROM c WHERE c.v > 1 ORDER BY c.v DESC, c.w",
        $"SELECT c._rid, [{{\"item\": c.v}}, {{\"item\": c.w}}] AS orderByItems, {{\"a\": c.a, \"x\": c.b}} AS payload FROM c WHERE ((c.v > 1) AND {Filter}) ORDER BY c.v DESC, c.w")]
    [InlineData(
        "SELECT VALUE c FROM c ORDER BY c.v OFFSET 2 LIMIT 3",
        $"SELECT c._rid, [{{\"item\": c.v}}] AS orderByItems, c AS payload FROM c WHERE {Filter} ORDER BY c.v OFFSET 0 LIMIT 5")]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "SELECT VALUE [{\"item\": COUNT(1)}] FROM c")]
    [InlineData("SELECT VALUE AVG(c.v) FROM c", "SELECT VALUE [{\"item\": {\"sum\": SUM(c.v), \"count\": COUNT(c.v)}}] FROM c")]
    [InlineData("SELECT VALUE MIN(c.v) FROM c", "SELECT VALUE [{\"item\": MIN(c.v), \"item2\": {\"min\": MIN(c.v), \"count\": COUNT(c.v)}}] FROM c")]
    [InlineData("SELECT COUNT(1) AS n, MAX(c.v) AS m FROM c", "SELECT {\"n\": {\"item\": COUNT(1)}, \"m\": {\"item\": MAX(c.v), \"item2\": {\"max\": MAX(c.v), \"count\": COUNT(c.v)}}} AS payload FROM c")]
    [InlineData("SELECT c.k, SUM(c.v) FROM c GROUP BY c.k", "SELECT [{\"item\": c.k}] AS groupByItems, {\"k\": c.k, \"$1\": {\"item\": SUM(c.v)}} AS payload FROM c GROUP BY c.k")]
    [InlineData("SELECT VALUE COUNT(1) FROM (SELECT DISTINCT VALUE c.k FROM c)", "SELECT DISTINCT VALUE c.k FROM c")]
    public void Each_partition_answers_its_part(string sql, string rewritten) =>
        Assert.Equal(rewritten, Info(sql).GetProperty("rewrittenQuery").GetString());

    [Theory]
    [InlineData("SELECT * FROM c", "None", "[]", "[]", false)]
    [InlineData("SELECT DISTINCT c.k FROM c", "Unordered", "[]", "[]", false)]
    [InlineData("SELECT DISTINCT VALUE c.k FROM c ORDER BY c.k", "Ordered", "['Ascending']", "[]", true)]
    [InlineData("SELECT DISTINCT VALUE c.k FROM c ORDER BY c.v DESC", "Unordered", "['Descending']", "[]", true)]
    [InlineData("SELECT VALUE AVG(c.v) FROM c", "None", "[]", "['Average']", true)]
    [InlineData("SELECT VALUE COUNTIF(c.v > 1) FROM c", "None", "[]", "['CountIf']", true)]
    public void The_client_is_told_how_to_merge(string sql, string distinct, string orderBy, string aggregates, bool hasSelectValue)
    {
        var info = Info(sql);

        Assert.Equal(distinct, info.GetProperty("distinctType").GetString());
        Assert.Equal(Json(orderBy), info.GetProperty("orderBy").GetRawText());
        Assert.Equal(Json(aggregates), info.GetProperty("aggregates").GetRawText());
        Assert.Equal(hasSelectValue, info.GetProperty("hasSelectValue").GetBoolean());
    }

    [Fact]
    public void Groups_name_their_keys_and_their_aggregates()
    {
        var info = Info("SELECT c.k, c.o.p AS q, COUNT(1) AS n, AVG(c.v) FROM c GROUP BY c.k, c.o.p");

        Assert.Equal(Json("['c.k','c.o.p']"), info.GetProperty("groupByExpressions").GetRawText());
        Assert.Equal(Json("['k','q','n','$1']"), info.GetProperty("groupByAliases").GetRawText());
        Assert.Equal(Json("{'k':null,'q':null,'n':'Count','$1':'Average'}"), info.GetProperty("groupByAliasToAggregateType").GetRawText());
    }

    [Theory]
    [InlineData("SELECT TOP @n * FROM c", "top", 7)]
    [InlineData("SELECT * FROM c OFFSET @n LIMIT 3", "offset", 7)]
    [InlineData("SELECT * FROM c OFFSET 3 LIMIT @n", "limit", 7)]
    public void Counts_that_are_parameters_are_filled_in(string sql, string member, int expected) =>
        Assert.Equal(expected, Info(sql, "{'@n':7}").GetProperty(member).GetInt32());

    [Fact]
    public void A_huge_window_does_not_overflow() => Assert.EndsWith(
        "OFFSET 0 LIMIT 4294967295",
        Info("SELECT * FROM c OFFSET 4294967295 LIMIT 4294967295").GetProperty("rewrittenQuery").GetString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT VALUE SUM(c.v) / COUNT(1) FROM c", "SC2205")]
    [InlineData("SELECT TOP @n * FROM c", "SC2001")]
    public void What_cannot_be_split_is_refused(string sql, string code) =>
        Assert.Equal(code, Assert.Throws<SqlQueryException>(() => QueryPlanner.Plan(SqlQuery.Parse(sql))).Code);

    [Theory]
    [InlineData("SELECT VALUE c.v FROM c WHERE c.v > 1 ORDER BY c.k DESC")]
    [InlineData("SELECT c.k, MIN(c.v) AS low FROM c GROUP BY c.k")]
    [InlineData("SELECT VALUE t FROM t IN c.tags ORDER BY t.v")]
    public void The_rewritten_query_reads_back(string sql)
    {
        var rewritten = Info(sql).GetProperty("rewrittenQuery").GetString()!;

        var sent = rewritten.Replace("{documentdb-formattableorderbyquery-filter}", "true", StringComparison.Ordinal);

        Assert.Equal(sent.Replace("(true)", "true", StringComparison.Ordinal), SqlQuery.Parse(sent).ToString());
    }

    static JsonElement Info(string sql, string? parameters = null)
    {
        using var plan = JsonDocument.Parse(QueryPlanner.Plan(SqlQuery.Parse(sql), Parameters(parameters)));
        return plan.RootElement.GetProperty("queryInfo").Clone();
    }
}
