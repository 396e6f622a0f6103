using System.Text;
using System.Text.RegularExpressions;

namespace AssetFunctions.Providers.Tests.Fuzz;

/// <summary>Family: a value that is not a number affects its own row at most, in every reader of rows.</summary>
public sealed partial class WordsThatAreNoNumbersTests
{
    static readonly string[] Words = ["NaN", "Infinity", "-Infinity", "+inf", "nan", "undefined"];

    public static TheoryData<string> Parsers => [.. ParserUnderTest.All.Keys];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void A_row_with_such_a_word_as_a_value_leaves_the_other_rows_and_the_page_complete(string name)
    {
        var parser = ParserUnderTest.All[name];
        var neighbours = parser.Rows.Take(2).Concat(parser.Rows.Skip(3).Take(2)).ToList();
        var expected = Kept(parser, neighbours);
        foreach (var (row, number) in Variants(parser.Rows[2]))
        {
            var (kept, isComplete) = parser.Read(Encoding.UTF8.GetBytes(parser.Page([.. neighbours[..2], row, .. neighbours[2..]])), 997);

            Assert.True(expected.All(kept.Contains), row);
            Assert.True(isComplete || number == 0, row);
        }
    }

    [Theory]
    [MemberData(nameof(Parsers))]
    public void A_row_that_is_such_a_word_leaves_the_other_rows_and_the_page_incomplete(string name)
    {
        var parser = ParserUnderTest.All[name];
        var rows = parser.Rows.Take(2).ToList();

        var (kept, isComplete) = parser.Read(Encoding.UTF8.GetBytes(parser.Page([rows[0], "NaN", rows[1]])), 997);

        Assert.Equal(Kept(parser, rows), kept);
        Assert.False(isComplete);
    }

    // Every number, null and boolean of the row in turn; number 0 is the row whose reader finds no id, as for a token whose address is its id.
    static IEnumerable<(string Row, int Number)> Variants(string row) => Value().Matches(row)
        .Select((match, index) => ($"{row[..match.Groups["value"].Index]}{Words[index % Words.Length]}{row[(match.Groups["value"].Index + match.Groups["value"].Length)..]}",
            row[..match.Index].EndsWith("\"tokenAddress\"", StringComparison.Ordinal) ? 0 : index + 1));

    static IReadOnlyList<string> Kept(ParserUnderTest parser, IEnumerable<string> rows) =>
        parser.Read(Encoding.UTF8.GetBytes(parser.Page(rows)), int.MaxValue).Kept;

    [GeneratedRegex(@":\s*(?<value>-?[0-9][0-9.eE+-]*|null|true|false)(?=\s*[,}\]])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Value();
}
