using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class PlanTests
{
    const string Filter = "({documentdb-formattableorderbyquery-filter})";

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.v > 1", "")]
    [InlineData("SELECT TOP 3 * FROM c", "")]
    [InlineData("SELECT DISTINCT VALUE c.k FROM c", "")]
    [InlineData("SELECT * FROM c OFFSET 2 LIMIT 3", "SELECT * FROM c OFFSET 0 LIMIT 5")]
    [InlineData("SELECT * FROM c ORDER BY c.v", $"SELECT c._rid, [{{\"item\": c.v}}] AS orderByItems, c AS payload FROM c WHERE {Filter} ORDER BY c.v")]
    [InlineData(
        "SELECT TOP 9 c.a, c.b AS x FROM root c WHERE c.v > 1 OR c.w ORDER BY c['v'] DESC",
        $"SELECT TOP 9 c._rid, [{{\"item\": c['v']}}] AS orderByItems, {{\"a\": c.a, \"x\": c.b}} AS payload FROM root c WHERE (c.v > 1 OR c.w) AND {Filter} ORDER BY c['v'] DESC")]
    [InlineData(
        "SELECT VALUE c FROM c ORDER BY c.v ASC OFFSET 2 LIMIT 3",
        $"SELECT c._rid, [{{\"item\": c.v}}] AS orderByItems, c AS payload FROM c WHERE {Filter} ORDER BY c.v OFFSET 0 LIMIT 5")]
    [InlineData(
        "SELECT VALUE c.k FROM c ORDER BY c.v",
        $"SELECT c._rid, [{{\"item\": c.v}}] AS orderByItems, c.k AS payload FROM c WHERE {Filter} AND IS_DEFINED(c.k) ORDER BY c.v")]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "SELECT VALUE [{\"item\": COUNT(1)}] FROM c")]
    [InlineData("SELECT VALUE count( c.v ) FROM c WHERE c.v > 1", "SELECT VALUE [{\"item\": count( c.v )}] FROM c WHERE c.v > 1")]
    public void Each_partition_runs_its_part(string sql, string rewritten) =>
        Assert.Equal(rewritten, Info(sql).GetProperty("rewrittenQuery").GetString());

    [Theory]
    [InlineData("SELECT * FROM c", "None", "[]", "[]", false)]
    [InlineData("SELECT DISTINCT c.k FROM c", "Unordered", "[]", "[]", false)]
    [InlineData("SELECT DISTINCT VALUE c.k FROM c", "Unordered", "[]", "[]", true)]
    [InlineData("SELECT VALUE c.k FROM c ORDER BY c.k", "None", "['Ascending']", "[]", true)]
    [InlineData("SELECT * FROM c ORDER BY c.k DESC", "None", "['Descending']", "[]", false)]
    [InlineData("SELECT VALUE COUNT(1) FROM c", "None", "[]", "['Count']", true)]
    public void The_plan_states_how_to_merge(string sql, string distinct, string orderBy, string aggregates, bool hasSelectValue)
    {
        var info = Info(sql);

        Assert.Equal(distinct, info.GetProperty("distinctType").GetString());
        Assert.Equal(Json(orderBy), info.GetProperty("orderBy").GetRawText());
        Assert.Equal(Json(aggregates), info.GetProperty("aggregates").GetRawText());
        Assert.Equal(hasSelectValue, info.GetProperty("hasSelectValue").GetBoolean());
    }

    [Theory]
    [InlineData("SELECT TOP @n * FROM c", "top", 7)]
    [InlineData("SELECT * FROM c OFFSET @n LIMIT 3", "offset", 7)]
    [InlineData("SELECT * FROM c OFFSET 3 LIMIT @n", "limit", 7)]
    public void Counts_given_as_parameters_are_resolved(string sql, string member, int expected) =>
        Assert.Equal(expected, Info(sql, "{'@n':7}").GetProperty(member).GetInt32());

    [Fact]
    public void A_huge_window_does_not_overflow() => Assert.EndsWith(
        "OFFSET 0 LIMIT 4294967295",
        Info("SELECT * FROM c OFFSET 4294967295 LIMIT 4294967295").GetProperty("rewrittenQuery").GetString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT VALUE c.v FROM c WHERE c.v > 1 ORDER BY c.k DESC", "[{'_rid':'r','orderByItems':[{'item':'x'}],'payload':2}]")]
    [InlineData("SELECT c.v, c['k'] FROM c ORDER BY c.k OFFSET 0 LIMIT 9", "[{'_rid':'r','orderByItems':[{'item':'x'}],'payload':{'v':2,'k':'x'}}]")]
    [InlineData("SELECT VALUE COUNT(1) FROM c WHERE c.v = 2", "[[{'item':1}]]")]
    public void The_rewritten_query_runs(string sql, string expected)
    {
        var sent = Info(sql).GetProperty("rewrittenQuery").GetString()!.Replace("{documentdb-formattableorderbyquery-filter}", "true", StringComparison.Ordinal);

        Assert.Equal(Json(expected), Run(sent, ["{'_rid':'r','v':2,'k':'x'}"]));
    }

    static JsonElement Info(string sql, string? parameters = null) =>
        JsonElement.Parse(QueryPlan.Write(SqlQuery.Parse(sql, Parameters(parameters)))).GetProperty("queryInfo");
}
