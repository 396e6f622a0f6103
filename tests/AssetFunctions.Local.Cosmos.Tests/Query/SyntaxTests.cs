using System.Text.Json;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("", 0, 0, "")]
    [InlineData("SELEC * FROM c", 0, 5, "SELEC")]
    [InlineData("SELECT 1", 8, 8, "")]
    [InlineData("SELECT * FROM c WHERE", 21, 21, "")]
    [InlineData("SELECT * FROM c WHERE c.a ==", 27, 28, "=")]
    [InlineData("SELECT FROM c", 7, 11, "FROM")]
    [InlineData("SELECT c. FROM c", 10, 14, "FROM")]
    [InlineData("SELECT * FROM c WHERE (c.a = 1", 30, 30, "")]
    [InlineData("SELECT * FROM c x y", 18, 19, "y")]
    [InlineData("SELECT c.order FROM c", 9, 14, "ORDER")]
    [InlineData("SELECT * FROM", 13, 13, "")]
    [InlineData("SELECT * FROM c WHERE c.a IN ()", 30, 31, ")")]
    [InlineData("SELECT * FROM c ORDER c.a", 22, 23, "c")]
    [InlineData("SELECT * FROM c WHERE c.a NOT 1", 30, 31, "1")]
    [InlineData("SELECT {1: 2} FROM c", 8, 9, "1")]
    [InlineData("SELECT [1, ] FROM c", 11, 12, "]")]
    [InlineData("SELECT TOP 'x' * FROM c", 11, 14, "'x'")]
    [InlineData("SELECT * FROM c OFFSET 1", 24, 24, "")]
    [InlineData("SELECT * FROM c LIMIT 1", 16, 21, "LIMIT")]
    public void A_syntax_error_has_its_location(string sql, int start, int end, string near)
    {
        var error = Refused(sql);

        Assert.Equal(("SC1001", start, end), (error.Code, error.Start, error.End));
        Assert.Contains($"near '{near}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT # FROM c", 7, 8)]
    [InlineData("SELECT 12abc FROM c", 7, 12)]
    [InlineData("SELECT 1e999 FROM c", 7, 12)]
    [InlineData("SELECT 1e FROM c", 7, 9)]
    [InlineData("SELECT 0x1 FROM c", 7, 10)]
    [InlineData("SELECT 'open FROM c", 7, 8)]
    [InlineData("SELECT 'a\\q' FROM c", 7, 12)]
    [InlineData("SELECT '\\u00g0' FROM c", 7, 15)]
    [InlineData("SELECT '\\ud800' FROM c", 7, 15)]
    public void An_invalid_token_has_its_location(string sql, int start, int end)
    {
        var error = Refused(sql);

        Assert.Equal(("SC1010", start, end), (error.Code, error.Start, error.End));
    }

    [Theory]
    [InlineData("SELECT x.id FROM c", "SC2001")]
    [InlineData("SELECT c.id FROM c AS d", "SC2001")]
    [InlineData("SELECT @missing FROM c", "SC2001")]
    [InlineData("SELECT c.a, c.b AS a FROM c", "SC2063")]
    [InlineData("SELECT TOP 1.5 * FROM c", "SC2060")]
    [InlineData("SELECT TOP 4294967296 * FROM c", "SC2060")]
    [InlineData("SELECT * FROM c OFFSET 0 LIMIT 1.5", "SC2062")]
    [InlineData("SELECT TOP 1 * FROM c OFFSET 0 LIMIT 1", "SC2061")]
    [InlineData("SELECT * FROM c ORDER BY 1", "SC2206")]
    [InlineData("SELECT * FROM c ORDER BY c", "SC2206")]
    [InlineData("SELECT * FROM c ORDER BY c.a = 1", "SC2206")]
    public void A_query_with_a_semantic_error_is_refused(string sql, string code) => Assert.Equal(code, Refused(sql).Code);

    [Fact]
    public void An_error_has_the_form_of_the_service()
    {
        using var json = JsonDocument.Parse(Refused("SELECT * FROM c WHERE").ToErrorJson());
        var error = json.RootElement.GetProperty("errors")[0];

        Assert.Equal("Error", error.GetProperty("severity").GetString());
        Assert.Equal(21, error.GetProperty("location").GetProperty("start").GetInt32());
        Assert.Equal(21, error.GetProperty("location").GetProperty("end").GetInt32());
        Assert.Equal("SC1001", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    [InlineData("IS_DEFINED(", ")")]
    [InlineData("NOT (", ")")]
    public void Nesting_is_bounded(string open, string close)
    {
        const int Depth = 20_000;
        var sql = "SELECT VALUE " + string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth)) + " FROM c";

        Assert.Equal("SC3002", Refused(sql).Code);
    }

    [Fact]
    public void A_filter_of_thousands_of_terms_is_one_level()
    {
        var sql = "SELECT VALUE c.id FROM c WHERE " + string.Join(" OR ", Enumerable.Range(0, 5000).Select(i => $"(c.id = 'd{i}' AND c.pk = 'p{i}')"));

        Assert.Equal(Json("['d4999']"), Run(sql, ["{'id':'d4999','pk':'p4999'}", "{'id':'d1','pk':'p2'}"]));
    }

    [Fact]
    public void The_length_of_a_text_is_bounded() =>
        Assert.Equal("SC3001", Refused("SELECT VALUE '" + new string('x', 512 * 1024) + "' FROM c").Code);
}
