using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class FunctionTests
{
    [Theory]
    [InlineData("CONCAT('run', '@')", "\"run@\"")]
    [InlineData("CONCAT('run', 1)", "undefined")]
    [InlineData("RIGHT('run@123', 3)", "\"123\"")]
    [InlineData("RIGHT('12', 3)", "\"12\"")]
    [InlineData("RIGHT('12', 'a')", "undefined")]
    [InlineData("StringToNumber('123')", "123")]
    [InlineData("StringToNumber('run')", "undefined")]
    [InlineData("StringToNumber(RIGHT(CONCAT('a@', '7'), 1)) >= 7", "true")]
    public void A_text_function_yields(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("IS_DEFINED(undefined)", "false")]
    [InlineData("IS_DEFINED(null)", "true")]
    [InlineData("is_defined(c.missing)", "false")]
    [InlineData("IS_NULL(null)", "true")]
    [InlineData("IS_NULL(undefined)", "false")]
    [InlineData("IS_NUMBER('1')", "false")]
    [InlineData("IS_NUMBER(-1.5)", "true")]
    [InlineData("IS_STRING('')", "true")]
    [InlineData("IS_STRING(null)", "false")]
    public void A_type_check_yields(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("STARTSWITH('abc', 'ab')", "true")]
    [InlineData("STARTSWITH('abc', 'AB')", "false")]
    [InlineData("STARTSWITH('abc', 'AB', true)", "true")]
    [InlineData("STARTSWITH('abc', 'AB', false)", "false")]
    [InlineData("STARTSWITH('abc', '')", "true")]
    [InlineData("CONTAINS('abc', 'bc')", "true")]
    [InlineData("CONTAINS('abc', 'BC')", "false")]
    [InlineData("CONTAINS('abc', 'BC', true)", "true")]
    [InlineData("CONTAINS(1, 'a')", "undefined")]
    [InlineData("CONTAINS('a', undefined)", "undefined")]
    [InlineData("CONTAINS('a', 'a', 1)", "undefined")]
    public void A_function_on_text_yields(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("ARRAY_CONTAINS([1, 2], 2)", "true")]
    [InlineData("ARRAY_CONTAINS([1, 2], 2.0)", "true")]
    [InlineData("ARRAY_CONTAINS([1, 2], '2')", "false")]
    [InlineData("ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1})", "false")]
    [InlineData("ARRAY_CONTAINS([{a: 1, b: 2}], {b: 2, a: 1})", "true")]
    [InlineData("ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1}, true)", "true")]
    [InlineData("ARRAY_CONTAINS([{a: 1, b: 2}], {a: 2}, true)", "false")]
    [InlineData("ARRAY_CONTAINS([{a: 1, b: 2}], {c: 1}, true)", "false")]
    [InlineData("ARRAY_CONTAINS(c.missing, 1)", "undefined")]
    [InlineData("ARRAY_CONTAINS('x', 'x')", "undefined")]
    public void A_search_in_an_array_yields(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("IS_DEFINED()")]
    [InlineData("IS_NUMBER(1, 2)")]
    [InlineData("STARTSWITH('a')")]
    [InlineData("CONTAINS('a', 'b', true, 1)")]
    public void A_wrong_number_of_arguments_is_refused(string expression) => Assert.Equal("SC2050", Refused($"SELECT VALUE {expression} FROM c").Code);
}
