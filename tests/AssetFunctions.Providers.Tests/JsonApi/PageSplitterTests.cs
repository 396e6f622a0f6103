using System.Text;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.Tests.JsonApi;

public sealed class PageSplitterTests
{
    const int MaxRowBytes = 1000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void Rows_arrive_whole_however_the_bytes_are_cut(int piece)
    {
        string[] rows = ["""{"a":"}],[{\"\\"}""", """{"n":[1,{"x":[]},"é🚀"]}""", "17", "\"]\"", "null", "-1.5e3", "[]", "{}", "true"];

        var (sink, state) = Split($$"""{ "links" : {"next": null } , "data" : [ {{string.Join(" , ", rows)}} ] , "included":[{"data":[1]}] }""", piece);

        Assert.Equal(rows, sink.Rows);
        Assert.Equal(["""{"next": null }"""], sink.Links);
        Assert.Equal(PageState.Complete, state);
    }

    [Theory]
    [InlineData("""{"data":[{"a":1}],"links":{"next":"x"}}""")]
    [InlineData("""{"links":{"next":"x"},"data":[{"a":1}]}""")]
    [InlineData("""{"meta":{"data":[2],"links":{}},"data":[{"a":1}],"links":{"next":"x"},"x":"data","y":null}""")]
    [InlineData("\uFEFF\n {\"data\":[{\"a\":1}],\"links\":{\"next\":\"x\"}} \n")]
    public void Members_may_come_in_any_order_and_nested_ones_do_not_count(string page)
    {
        var (sink, state) = Split(page);

        Assert.Equal(["""{"a":1}"""], sink.Rows);
        Assert.Equal(["""{"next":"x"}"""], sink.Links);
        Assert.Equal(PageState.Complete, state);
    }

    [Theory]
    [InlineData("", nameof(PageState.Open))]
    [InlineData("  \n", nameof(PageState.Open))]
    [InlineData("<!DOCTYPE html>", nameof(PageState.NotJson))]
    [InlineData("[]", nameof(PageState.NotJson))]
    [InlineData("null", nameof(PageState.NotJson))]
    [InlineData("{}", nameof(PageState.NoData))]
    [InlineData("""{"data":null}""", nameof(PageState.NoData))]
    [InlineData("""{"data":{"id":"x"}}""", nameof(PageState.NoData))]
    [InlineData("""{"errors":[{"title":"x"}]}""", nameof(PageState.NoData))]
    [InlineData("""{"data":[""", nameof(PageState.Open))]
    [InlineData("""{"data":[]""", nameof(PageState.Open))]
    [InlineData("""{"data":[]}""", nameof(PageState.Complete))]
    [InlineData("{\"data\":[]} \r\n", nameof(PageState.Complete))]
    [InlineData("""{"data":[]}{"data":[1]}""", nameof(PageState.Broken))]
    [InlineData("""{"data":[]},{"id":1}]}""", nameof(PageState.Broken))]
    [InlineData("""{data:[]}""", nameof(PageState.Broken))]
    [InlineData("""{"data" []}""", nameof(PageState.Broken))]
    public void State_shows_how_far_a_page_was_parsed(string page, string expected)
    {
        var (sink, state) = Split(page);

        Assert.Empty(sink.Rows);
        Assert.Equal(expected, $"{state}");
    }

    [Theory]
    [InlineData("""{"a":tru}""")]
    [InlineData("""{"a":[1,2}""")]
    [InlineData("""{"a":1]}""")]
    [InlineData("""{"a":,"b":1}""")]
    [InlineData("""{a:1}""")]
    [InlineData("""[1}]""")]
    [InlineData("nonsense")]
    public void A_row_broken_inside_stays_one_row_and_the_others_survive(string broken)
    {
        var (sink, state) = Split($$"""{"data":[{"id":1},{{broken}},{"id":2}]}""");

        Assert.Contains("""{"id":1}""", sink.Rows);
        Assert.Contains("""{"id":2}""", sink.Rows);
        Assert.InRange(sink.Rows.Count, 3, 4);
        Assert.Equal(PageState.Complete, state);
    }

    [Fact]
    public void A_row_that_lost_its_end_leaves_the_page_open()
    {
        var (sink, state) = Split("""{"data":[{"id":1},{"id":{"x":1],"links":{"next":null}}""");

        Assert.Contains("""{"id":1}""", sink.Rows);
        Assert.NotEqual(PageState.Complete, state);
    }

    [Fact]
    public void A_row_with_an_extra_end_does_not_end_the_page_silently()
    {
        var (sink, state) = Split("""{"data":[{"id":1},{"id":2}]},"x":[1]},{"id":3}]}""", piece: 1);

        Assert.Contains("""{"id":1}""", sink.Rows);
        Assert.Equal(PageState.Broken, state);
    }

    [Fact]
    public void A_row_beyond_the_bound_is_skipped_and_the_others_survive()
    {
        var large = $$"""{"id":"large","name":"{{new string('x', 10 * MaxRowBytes)}}"}""";

        var (sink, state) = Split($$"""{"data":[{"id":1},{{large}},{"id":2}]}""", piece: 64);

        Assert.Equal(["""{"id":1}""", """{"id":2}"""], sink.Rows);
        var (start, wellFramed) = Assert.Single(sink.Oversized);
        Assert.StartsWith("""{"id":"large","name":"xxx""", start, StringComparison.Ordinal);
        Assert.Equal(MaxRowBytes, start.Length);
        Assert.True(wellFramed);
        Assert.Equal(PageState.Complete, state);
    }

    [Fact]
    public void A_lost_quote_that_makes_a_row_swallow_others_is_detected()
    {
        var rows = Enumerable.Range(0, 100).Select(number => $$"""{"type":"positions","id":"row-{{number}}","symbol":"USDC"}""");
        var page = $$"""{"data":[{"type":"positions","id":"broken,"symbol":"X"},{{string.Join(',', rows)}}]}""";

        var (sink, state) = Split(page);

        Assert.True(state != PageState.Complete || sink.Oversized.TrueForAll(row => !row.WellFramed));
        Assert.True(sink.Rows.Count < 101);
    }

    [Fact]
    public void Memory_follows_the_largest_row_and_not_the_page()
    {
        using var splitter = new PageSplitter(new CountingSink(), new PageShape(null, "data", "links"), 1024 * 1024);
        var row = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 2000)}}"},""");
        splitter.Feed("""{"data":["""u8);
        for (var count = 0; count < 10_000; count++)
        {
            splitter.Feed(row);
        }

        Assert.InRange(splitter.BufferBytes, 1, 32 * 1024);
    }

    static (RecordingSink Sink, PageState State) Split(string page, int piece = int.MaxValue)
    {
        var sink = new RecordingSink();
        using var splitter = new PageSplitter(sink, new PageShape(null, "data", "links"), MaxRowBytes);
        foreach (var part in Encoding.UTF8.GetBytes(page).Chunk(piece))
        {
            splitter.Feed(part);
        }

        return (sink, splitter.State);
    }

    sealed class CountingSink : IPageSink
    {
        public void OnRow(ReadOnlyMemory<byte> row)
        {
        }

        public void OnOversizedRow(ReadOnlyMemory<byte> start, bool wellFramed)
        {
        }

        public void OnLinks(ReadOnlyMemory<byte> links)
        {
        }
    }
}
