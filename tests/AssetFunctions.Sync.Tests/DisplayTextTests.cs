namespace AssetFunctions.Sync.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("USD_Coin", "USD_Coin")]
    [InlineData("  padded\t", "padded")]
    [InlineData("zero\u200Bwidth", "zerowidth")]
    [InlineData("\u202Eright to left", "right to left")]
    [InlineData("line\nbreak\0", "linebreak")]
    [InlineData("emoji 🚀 stays", "emoji 🚀 stays")]
    [InlineData("broken \uD83D half", "broken  half")]
    [InlineData(null, "")]
    public void Invisible_characters_are_dropped_and_all_others_stay(string? text, string expected) =>
        Assert.Equal(expected, DisplayText.Clean(text, 100));

    [Fact]
    public void Text_is_never_longer_than_its_limit_and_no_character_is_split()
    {
        Assert.Equal("abc", DisplayText.Clean("abc🚀", 4));
        Assert.Equal("abc🚀", DisplayText.Clean("abc🚀", 5));
    }

    [Fact]
    public void Name_of_a_megabyte_costs_no_more_than_its_limit() =>
        Assert.Equal(160, DisplayText.Clean(new string('x', 1 << 20), 160).Length);
}
