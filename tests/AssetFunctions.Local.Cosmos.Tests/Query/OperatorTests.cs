using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("1 = 1 AND 2 = 2", "true")]
    [InlineData("true OR false AND false", "true")]
    [InlineData("(true OR false) AND false", "false")]
    [InlineData("NOT false AND false", "false")]
    [InlineData("NOT (false AND false)", "true")]
    [InlineData("NOT 1 = 2", "true")]
    [InlineData("NOT NOT true", "true")]
    [InlineData("NOT 3 IN (1, 2)", "true")]
    [InlineData("3 NOT IN (1, 2)", "true")]
    [InlineData("3 IN (1, 2) OR 1 = 1", "true")]
    [InlineData("(1 = 1) = true", "true")]
    [InlineData("1e3", "1e3")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("[1, undefined, null]", "[1,null]")]
    [InlineData("{a: undefined, 'b c': 2, b: [{}]}", "{\"b c\":2,\"b\":[{}]}")]
    public void Precedence_and_literals_are_those_of_the_service(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("NOT 1")]
    [InlineData("NOT undefined")]
    [InlineData("1 < 'a'")]
    [InlineData("null < 1")]
    [InlineData("[1] < [2]")]
    [InlineData("{} > {}")]
    [InlineData("undefined = undefined")]
    [InlineData("undefined != 1")]
    [InlineData("undefined IN (1, 2)")]
    [InlineData("undefined IN ('a', 'b')")]
    [InlineData("1 IN (2, undefined)")]
    [InlineData("c.missing.deeper")]
    public void An_expression_without_a_value_is_undefined(string expression) => Assert.Equal("undefined", Value(expression));

    [Theory]
    [InlineData("true AND undefined", "undefined")]
    [InlineData("false AND undefined", "false")]
    [InlineData("undefined AND false", "false")]
    [InlineData("true OR undefined", "true")]
    [InlineData("undefined OR true", "true")]
    [InlineData("false OR undefined", "undefined")]
    [InlineData("1 AND true", "undefined")]
    [InlineData("1 OR true", "true")]
    public void Logic_has_three_values(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("1 = 1.0", "true")]
    [InlineData("1 = '1'", "false")]
    [InlineData("'1' = 1", "false")]
    [InlineData("1 != '1'", "true")]
    [InlineData("1 <> 2", "true")]
    [InlineData("null = null", "true")]
    [InlineData("null = false", "false")]
    [InlineData("[1, [2]] = [1, [2]]", "true")]
    [InlineData("[1, 2] = [2, 1]", "false")]
    [InlineData("{a: 1, b: 2} = {b: 2, a: 1}", "true")]
    [InlineData("{a: 1} = {a: 1, b: 2}", "false")]
    [InlineData("'B' < 'a'", "true")]
    [InlineData("'a' < 'ab'", "true")]
    [InlineData("false < true", "true")]
    [InlineData("null <= null", "true")]
    [InlineData("null < null", "false")]
    [InlineData("1 IN ('1', 1)", "true")]
    [InlineData("'b' IN ('a', 'b')", "true")]
    [InlineData("1 IN ('a', 'b')", "false")]
    [InlineData("[1] IN ([1], 2)", "true")]
    public void Values_compare_by_type_and_content(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("@p.a[1].b", "{'@p':{'a':[0,{'b':7}]}}", "7")]
    [InlineData("@p['a'][0]", "{'@p':{'a':[5]}}", "5")]
    [InlineData("@p[-1]", "{'@p':[1]}", "undefined")]
    [InlineData("@p[1]", "{'@p':[1]}", "undefined")]
    [InlineData("@p[0.5]", "{'@p':[1]}", "undefined")]
    [InlineData("@p.length", "{'@p':[1]}", "undefined")]
    [InlineData("@p[@k]", "{'@p':{'x y':1},'@k':'x y'}", "1")]
    [InlineData("@p.a.b.c", "{'@p':null}", "undefined")]
    [InlineData("@p = 'it\\'s'", "{'@p':'it\\u0027s'}", "true")]
    public void Members_and_elements_are_reached_by_path(string expression, string parameters, string expected) =>
        Assert.Equal(expected, Value(expression, parameters));

    [Theory]
    [InlineData("""'\u0041\n\t\\\'\"\/'""", "A\n\t\\'\"/")]
    [InlineData("""'ends with a backslash \\'""", "ends with a backslash \\")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'say \"no\"'", "say \"no\"")]
    [InlineData("'two\nlines'", "two\nlines")]
    [InlineData("''", "")]
    public void String_literals_take_either_quote_and_json_escapes(string literal, string expected) =>
        Assert.Equal(expected, System.Text.Json.JsonSerializer.Deserialize<string>(Value(literal)));

    [Theory]
    [InlineData("SELECT VALUE 1 -- the rest of the line\n FROM c", "[1,1]")]
    [InlineData("SELECT /* a * b */ VALUE 2 /**/FROM c", "[2,2]")]
    [InlineData("select value c.id from c where c.id in ('b') or not (c.id = 'x') order by c.id desc offset 0 limit 1", "['b']")]
    public void Comments_are_blanks_and_keywords_ignore_case(string sql, string expected) =>
        Assert.Equal(Json(expected), Run(sql, ["{'id':'a'}", "{'id':'b'}"]));
}
