using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class StringFunctionTests
{
    [Theory]
    [InlineData("CONCAT('a', 'b', 'c')", "'abc'")]
    [InlineData("concat('a', '')", "'a'")]
    [InlineData("CONTAINS('abc', 'b')", "true")]
    [InlineData("CONTAINS('abc', 'B')", "false")]
    [InlineData("CONTAINS('abc', 'B', true)", "true")]
    [InlineData("CONTAINS('abc', '')", "true")]
    [InlineData("STARTSWITH('abc', 'ab')", "true")]
    [InlineData("STARTSWITH('abc', 'AB', true)", "true")]
    [InlineData("STARTSWITH('abc', 'b')", "false")]
    [InlineData("ENDSWITH('abc', 'bc')", "true")]
    [InlineData("ENDSWITH('abc', 'BC', false)", "false")]
    [InlineData("STRINGEQUALS('abc', 'ABC')", "false")]
    [InlineData("STRINGEQUALS('abc', 'ABC', true)", "true")]
    [InlineData("INDEX_OF('abcabc', 'c')", "2")]
    [InlineData("INDEX_OF('abcabc', 'c', 3)", "5")]
    [InlineData("INDEX_OF('abc', 'x')", "-1")]
    [InlineData("LEFT('abc', 2)", "'ab'")]
    [InlineData("LEFT('abc', 0)", "''")]
    [InlineData("LEFT('abc', 99)", "'abc'")]
    [InlineData("RIGHT('abc', 2)", "'bc'")]
    [InlineData("RIGHT('abc', -1)", "''")]
    [InlineData("LENGTH('abc')", "3")]
    [InlineData("LOWER('ÄBC')", "'äbc'")]
    [InlineData("UPPER('äbc')", "'ÄBC'")]
    [InlineData("LTRIM('  a ')", "'a '")]
    [InlineData("RTRIM('  a ')", "'  a'")]
    [InlineData("TRIM('  a ')", "'a'")]
    [InlineData("LTRIM('xxaxx', 'x')", "'axx'")]
    [InlineData("REPLACE('aXbX', 'X', '--')", "'a--b--'")]
    [InlineData("REPLACE('abc', '', 'x')", "'abc'")]
    [InlineData("REPLICATE('ab', 3)", "'ababab'")]
    [InlineData("REPLICATE('ab', 0)", "''")]
    [InlineData("REPLICATE('ab', -1)", "undefined")]
    [InlineData("REPLICATE('ab', 5001)", "undefined")]
    [InlineData("REVERSE('abc')", "'cba'")]
    [InlineData("SUBSTRING('abcd', 1, 2)", "'bc'")]
    [InlineData("SUBSTRING('abcd', 2, 99)", "'cd'")]
    [InlineData("SUBSTRING('abcd', 9, 1)", "''")]
    [InlineData("REGEXMATCH('abcd', 'A.*d$', 'i')", "true")]
    [InlineData("REGEXMATCH('abcd', '^b')", "false")]
    [InlineData("REGEXMATCH('a\\nb', 'a.b', 's')", "true")]
    [InlineData("REGEXMATCH('abcd', '(')", "undefined")]
    [InlineData("REGEXMATCH('abcd', 'a', 'q')", "undefined")]
    [InlineData("STRINGSPLIT('a,b,,c', ',')", "['a','b','','c']")]
    [InlineData("STRINGJOIN(['a', 'b'], '-')", "'a-b'")]
    [InlineData("STRINGJOIN(['a', 1], '-')", "undefined")]
    [InlineData("STRINGTONUMBER('  -1.50 ')", "-1.50")]
    [InlineData("STRINGTONUMBER('0x1')", "undefined")]
    [InlineData("STRINGTOBOOLEAN(' true ')", "true")]
    [InlineData("STRINGTOBOOLEAN('TRUE')", "undefined")]
    [InlineData("STRINGTONULL('null')", "null")]
    [InlineData("STRINGTOARRAY('[1, {}]')", "[1, {}]")]
    [InlineData("STRINGTOOBJECT('{\"a\": 1}').a", "1")]
    [InlineData("STRINGTOOBJECT('[1]')", "undefined")]
    [InlineData("TOSTRING(1.50)", "'1.5'")]
    [InlineData("TOSTRING(true)", "'true'")]
    [InlineData("TOSTRING('a')", "'a'")]
    [InlineData("TOSTRING([1, null])", "'[1,null]'")]
    [InlineData("TOSTRING(undefined)", "undefined")]
    public void A_function_on_text_yields(string expression, string expected) => Assert.Equal(Json(expected), Value(expression));

    [Theory]
    [InlineData("CONCAT('a', 1)")]
    [InlineData("CONTAINS(1, 'a')")]
    [InlineData("CONTAINS('a', 'a', 1)")]
    [InlineData("LENGTH(null)")]
    [InlineData("LOWER(undefined)")]
    [InlineData("LEFT('abc', 'x')")]
    [InlineData("SUBSTRING('abc', 0)", "SC2050")]
    [InlineData("INDEX_OF('a', 'b', 'c')")]
    public void An_argument_of_the_wrong_type_gives_undefined_and_a_wrong_number_is_refused(string expression, string? code = null)
    {
        if (code is null)
        {
            Assert.Equal("undefined", Value(expression));
        }
        else
        {
            Assert.Equal(code, Refused("SELECT VALUE " + expression).Code);
        }
    }

    [Fact]
    public void A_runaway_regular_expression_is_refused()
    {
        var error = Assert.Throws<SqlQueryException>(() => Value("REGEXMATCH(@text, '^(a+)+$')", $$"""{"@text":"{{new string('a', 40)}}!"}"""));

        Assert.Equal("SC3003", error.Code);
    }
}
