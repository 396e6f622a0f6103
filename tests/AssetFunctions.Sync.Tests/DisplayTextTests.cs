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
    public void What_cannot_be_seen_is_dropped_and_everything_else_stays(string? text, string expected) =>
        Assert.Equal(expected, DisplayText.Clean(text, 100));

    [Fact]
    public void A_text_is_never_longer_than_asked_and_no_character_is_split()
    {
        Assert.Equal("abc", DisplayText.Clean("abc🚀", 4));
        Assert.Equal("abc🚀", DisplayText.Clean("abc🚀", 5));
    }

    [Fact]
    public void A_name_of_a_megabyte_costs_no_more_than_its_bound() =>
        Assert.Equal(160, DisplayText.Clean(new string('x', 1 << 20), 160).Length);
}
