using System.Text.Json;

namespace AssetFunctions.Cosmos.Tests;

public sealed class SqlLiteralTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("\" OR 1 = 1 OR \"")]
    [InlineData("back\\slash")]
    [InlineData("\u2028\u0000\n")]
    [InlineData("漢🦄'")]
    public void A_text_cannot_break_out_of_its_quotes_and_is_read_back_unchanged(string text)
    {
        var literal = SqlLiteral.Of(text);

        Assert.Equal(text, JsonSerializer.Deserialize<string>(literal));
        Assert.Equal(2, literal.Count(character => character == '"'));
        Assert.All(literal, character => Assert.InRange(character, '\u0020', '\u007e'));
    }

    [Fact]
    public void An_instant_is_its_milliseconds()
        => Assert.Equal("1772366400123", SqlLiteral.Of(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero)));
}
