using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("", 0, 0, "")]
    [InlineData("SELEC * FROM c", 0, 5, "SELEC")]
    [InlineData("SELECT * FROM c WHERE", 21, 21, "")]
    [InlineData("SELECT * FROM c WHERE c.a ==", 27, 28, "=")]
    [InlineData("SELECT FROM c", 7, 11, "FROM")]
    [InlineData("SELECT c. FROM c", 10, 14, "FROM")]
    [InlineData("SELECT * FROM c WHERE (c.a = 1", 30, 30, "")]
    [InlineData("SELECT * FROM c x y", 18, 19, "y")]
    [InlineData("SELECT c.order FROM c", 9, 14, "ORDER")]
    [InlineData("SELECT * FROM c JOIN", 20, 20, "")]
    [InlineData("SELECT * FROM c WHERE c.a IN ()", 30, 31, ")")]
    [InlineData("SELECT * FROM c WHERE c.a LIKE 'x' ESCAPE 'yy'", 42, 46, "yy")]
    [InlineData("SELECT * FROM c WHERE c.a BETWEEN 1", 35, 35, "")]
    [InlineData("SELECT * FROM c ORDER c.a", 22, 23, "c")]
    [InlineData("SELECT * FROM c WHERE c.a NOT 1", 30, 31, "1")]
    [InlineData("SELECT {1: 2}", 8, 9, "1")]
    [InlineData("SELECT [1, ]", 11, 12, "]")]
    [InlineData("SELECT 1 ? 2", 12, 12, "")]
    public void A_syntax_error_names_its_place(string sql, int start, int end, string near)
    {
        var error = Refused(sql);

        Assert.Equal(("SC1001", start, end), (error.Code, error.Start, error.End));
        Assert.Contains($"near '{near}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT # FROM c", "SC1010", 7, 8)]
    [InlineData("SELECT 1 /* open", "SC1010", 9, 16)]
    [InlineData("SELECT 12abc", "SC1011", 7, 12)]
    [InlineData("SELECT 1e999", "SC1011", 7, 12)]
    [InlineData("SELECT 1e", "SC1011", 7, 9)]
    [InlineData("SELECT 0x", "SC1011", 7, 9)]
    [InlineData("SELECT 'open", "SC1012", 7, 12)]
    [InlineData("SELECT 'a\\q'", "SC1012", 7, 11)]
    [InlineData("SELECT '\\u00g0'", "SC1012", 7, 10)]
    public void A_text_that_cannot_be_cut_into_tokens_names_its_place(string sql, string code, int start, int end)
    {
        var error = Refused(sql);

        Assert.Equal((code, start, end), (error.Code, error.Start, error.End));
    }

    [Theory]
    [InlineData("SELECT x.id FROM c", "SC2001")]
    [InlineData("SELECT c.id FROM c JOIN t IN d.tags", "SC2001")]
    [InlineData("SELECT VALUE nope(1)", "SC2005")]
    [InlineData("SELECT VALUE udf.mine(1)", "SC2005")]
    [InlineData("SELECT VALUE LENGTH()", "SC2050")]
    [InlineData("SELECT VALUE ABS(1, 2)", "SC2050")]
    [InlineData("SELECT *", "SC2030")]
    [InlineData("SELECT * FROM c JOIN t IN c.tags", "SC2040")]
    [InlineData("SELECT c.a, c.b AS a FROM c", "SC2063")]
    [InlineData("SELECT 1 FROM c JOIN c IN c.tags", "SC2011")]
    public void A_query_without_meaning_is_refused(string sql, string code) => Assert.Equal(code, Refused(sql).Code);

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
    [InlineData("- ", "")]
    [InlineData("NOT ", "")]
    [InlineData("ABS(", ")")]
    [InlineData("true ? true : ", "")]
    [InlineData("(SELECT VALUE ", ")")]
    [InlineData("EXISTS(SELECT VALUE ", ")")]
    public void Nesting_is_bounded(string open, string close)
    {
        const int depth = 20_000;
        var sql = "SELECT VALUE " + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

        Assert.Equal("SC3002", Refused(sql).Code);
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(" || 'x'")]
    [InlineData(" ?? 1")]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData(" IN (1)")]
    public void Long_chains_are_bounded_too(string link)
    {
        var sql = "SELECT VALUE c" + string.Concat(Enumerable.Repeat(link, 20_000)) + " FROM c";

        Assert.Equal("SC3002", Refused(sql).Code);
    }

    [Fact]
    public void A_filter_of_thousands_of_terms_is_one_level()
    {
        var sql = "SELECT VALUE c.id FROM c WHERE " + string.Join(" OR ", Enumerable.Range(0, 5000).Select(i => $"(c.id = 'd{i}' AND c.pk = 'p{i}')"));

        Assert.Equal(Json("['d4999']"), Run(sql, ["{'id':'d4999','pk':'p4999'}", "{'id':'d1','pk':'p2'}"]));
    }

    [Fact]
    public void Text_joins_and_built_values_are_bounded()
    {
        var longText = "SELECT VALUE '" + new string('x', 512 * 1024) + "'";
        var joins = "SELECT VALUE 1 FROM c" + string.Concat(Enumerable.Range(0, 30).Select(i => $" JOIN t{i} IN c.tags"));
        var doubling = Enumerable.Range(0, 10).Aggregate("c", (inner, i) => $"(SELECT VALUE [x{i}, x{i}, x{i}, x{i}, x{i}, x{i}, x{i}, x{i}] FROM (SELECT VALUE {inner}) AS x{i})");

        Assert.Equal("SC3001", Refused(longText).Code);
        Assert.Equal("SC3002", Refused(joins).Code);
        Assert.Equal("SC3004", Assert.Throws<SqlQueryException>(() => Run($"SELECT VALUE {doubling} FROM c", ["{}"])).Code);
    }

    [Theory]
    [InlineData("SELECT c.a, c['b c'] AS d FROM c", "SELECT c.a, c[\"b c\"] AS d FROM c")]
    [InlineData("SELECT DISTINCT TOP 3 VALUE 1+2*3 FROM c", "SELECT DISTINCT TOP 3 VALUE (1 + (2 * 3)) FROM c")]
    [InlineData("SELECT * FROM c WHERE NOT c.a IN (1,2) AND c.b LIKE '%x' ESCAPE '!'", "SELECT * FROM c WHERE ((NOT (c.a IN (1, 2))) AND (c.b LIKE \"%x\" ESCAPE \"!\"))")]
    [InlineData("SELECT VALUE {'a': [1, -1]} FROM t IN c.tags", "SELECT VALUE {\"a\": [1, (-1)]} FROM t IN c.tags")]
    [InlineData("SELECT count(1) n FROM c GROUP BY c.k OFFSET 1 LIMIT @n", "SELECT COUNT(1) AS n FROM c GROUP BY c.k OFFSET 1 LIMIT @n")]
    [InlineData("SELECT VALUE EXISTS(SELECT 1 FROM c) ?? (1 ? 2 : 3) FROM c ORDER BY c.a DESC, c.b", "SELECT VALUE (EXISTS(SELECT 1 FROM c) ?? (1 ? 2 : 3)) FROM c ORDER BY c.a DESC, c.b")]
    public void Printing_gives_canonical_sql(string sql, string expected)
    {
        var printed = SqlQuery.Parse(sql).ToString();

        Assert.Equal(expected, printed);
        Assert.Equal(printed, SqlQuery.Parse(printed).ToString());
    }
}
