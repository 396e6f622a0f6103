using System.Text;

namespace AssetFunctions.Providers.Tests.Fuzz;

/// <summary>Pages damaged by a seeded generator: for any input, the parsers neither throw, nor hang, nor exceed their memory bounds.</summary>
public sealed class ParserFuzzTests
{
    const int Seed = 20261124;
    const int Pages = 100_000;
    const int NeighbourPages = 10_000;

    public static TheoryData<string> Parsers => [.. ParserUnderTest.All.Keys];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void A_hundred_thousand_damaged_pages_cause_no_exception(string name)
    {
        var parser = ParserUnderTest.All[name];
        var random = new Random(Seed);
        var mutator = new PageMutator(random);
        var pages = parser.Rows.Chunk(2).Select(rows => Encoding.UTF8.GetBytes(parser.Page(rows))).ToList();
        var kept = 0;
        for (var number = 0; number < Pages; number++)
        {
            var page = mutator.Damage(pages[random.Next(pages.Count)]);
            try
            {
                kept += parser.Read(page, random.Next(1, 4096)).Kept.Count;
            }
            catch (Exception ex)
            {
                throw new InvalidOperationException($"Page {number} of {name}: {Convert.ToBase64String(page.Span)}", ex);
            }
        }

        Assert.InRange(kept, Pages / 4, (Pages * 2) - 1);
    }

    [Theory]
    [MemberData(nameof(Parsers))]
    public void A_row_with_a_value_of_another_type_does_not_affect_the_other_rows(string name)
    {
        var parser = ParserUnderTest.All[name];
        var mutator = new PageMutator(new Random(Seed));
        for (var number = 0; number < NeighbourPages; number++)
        {
            var rows = Five(parser, number);
            rows[2] = mutator.SwapValue(rows[2]);

            AssertNeighbours(parser, number, rows, Encoding.UTF8.GetBytes(parser.Page(rows)), mustSurvive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Parsers))]
    public void A_broken_row_does_not_affect_the_other_rows_or_the_page_is_incomplete(string name)
    {
        var parser = ParserUnderTest.All[name];
        var mutator = new PageMutator(new Random(Seed));
        for (var number = 0; number < NeighbourPages; number++)
        {
            var rows = Five(parser, number);
            const string place = "\u0001";
            var damaged = mutator.DamageInside(Encoding.UTF8.GetBytes(rows[2]));
            var around = parser.Page([rows[0], rows[1], place, rows[3], rows[4]]).Split(place);

            byte[] page = [.. Encoding.UTF8.GetBytes(around[0]), .. damaged.Span, .. Encoding.UTF8.GetBytes(around[1])];
            AssertNeighbours(parser, number, rows, page, mustSurvive: false);
        }
    }

    static string[] Five(ParserUnderTest parser, int number) =>
        [.. Enumerable.Range(0, 5).Select(offset => parser.Rows[(number + offset) % parser.Rows.Count])];

    static void AssertNeighbours(ParserUnderTest parser, int number, string[] rows, byte[] page, bool mustSurvive)
    {
        var (kept, isComplete) = parser.Read(page, 997);

        var before = Names(parser, rows[..2]);
        var after = Names(parser, rows[3..]);
        Assert.True(before.All(kept.Contains), $"page {number} lost rows before the broken one: {Encoding.UTF8.GetString(page)}");
        Assert.True(
            after.All(kept.Contains) || (!mustSurvive && !isComplete), $"page {number} lost rows after the broken one: {Encoding.UTF8.GetString(page)}");
    }

    static IReadOnlyList<string> Names(ParserUnderTest parser, IEnumerable<string> rows) =>
        parser.Read(Encoding.UTF8.GetBytes(parser.Page(rows)), int.MaxValue).Kept;
}
