using System.Text.Json;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Partitioning;

public sealed class KeyRangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(256)]
    public void Ranges_cover_the_key_space_without_gap_or_overlap(int count)
    {
        var ranges = KeyRange.Split(count);

        Assert.Equal(count, ranges.Length);
        Assert.Equal("", ranges[0].Min);
        Assert.Equal("FF", ranges[^1].Max);
        Assert.Equal(ranges.Skip(1).Select(range => range.Min), ranges.SkipLast(1).Select(range => range.Max));
        Assert.All(ranges, range => Assert.True(string.CompareOrdinal(range.Min, range.Max) < 0));
    }

    // Reference values of MurmurHash3 x64 128 with seed 0, low half first.
    [Theory]
    [InlineData("", 0x0000000000000000UL, 0x0000000000000000UL)]
    [InlineData("hello", 0xCBD8A7B341BD9B02UL, 0x5B1E906A48AE1D19UL)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0xE34BBC7BBC071B6CUL, 0x7A433CA9C49A9347UL)]
    public void The_hash_is_murmur3(string text, ulong low, ulong high) =>
        Assert.Equal((low, high), Murmur3.Hash(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_key_of_a_header_equals_the_key_of_the_document()
    {
        using var definition = JsonDocument.Parse("""{"paths":["/a/b"],"kind":"Hash"}""");
        using var document = JsonDocument.Parse("""{"a":{"b":"é"}}""");
        var ofDocument = PartitionKeyValue.OfDocument(document.RootElement, DocumentPath.OfKey(definition.RootElement));

        Assert.Equal(ofDocument, PartitionKeyValue.ParseHeader("""["\u00e9"]"""));
        Assert.Equal(32, ofDocument.Epk.Length);
    }
}
