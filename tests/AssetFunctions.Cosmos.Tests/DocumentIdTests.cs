using System.Text;
using System.Text.RegularExpressions;

namespace AssetFunctions.Cosmos.Tests;

public sealed class DocumentIdTests
{
    const int Seed = 20260301;

    // Characters with a meaning in gateways, SQL, JSON, URLs and the encoding itself, and those at the limits of UTF-8 lengths.
    static readonly string[] Nasty =
        ["/", "\\", "?", "#", "%", "%2F", "~", "~7E", "~-", "~h", ".", "..", " ", "\"", "'", "\0", "\t", "\r\n", "\u007f", "\u0080", "\u07ff", "\u0800",
         "\u2028", "\ufeff", "\uffff", "é", "e\u0301", "漢", "🦄", "\u202e", "\u200b", "+", "&", "=", ";", "<", "{", "}", "[", "$", "$prices-head", "0x", "native", "A", "a", "1"];

    [Fact]
    public void Every_text_within_the_limit_can_be_read_back_from_its_id()
    {
        foreach (var text in Texts(5_000))
        {
            var id = DocumentId.Encode(text);

            Assert.Equal(id.StartsWith("~h", StringComparison.Ordinal) ? null : text, DocumentId.TryDecode(id));
        }
    }

    [Fact]
    public void Every_id_is_accepted_by_the_service()
    {
        foreach (var text in Texts(5_000))
        {
            var id = DocumentId.Encode(text);

            Assert.Matches(new Regex("^[\x21-\x7e]{1,1023}$", RegexOptions.None, TimeSpan.FromSeconds(1)), id);
            Assert.DoesNotContain(id, character => "/\\?#%\"".Contains(character, StringComparison.Ordinal));
            Assert.NotEqual(".", id);
            Assert.NotEqual("..", id);
            Assert.NotEqual('$', id[0]);
        }
    }

    [Fact]
    public void Two_texts_never_share_an_id()
    {
        var texts = Texts(5_000).Distinct(StringComparer.Ordinal).ToList();

        Assert.Equal(texts.Count, texts.Select(DocumentId.Encode).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("0xdac17f958d2ee523a2206206994597c13d831ec7")]
    [InlineData("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v")]
    [InlineData("native")]
    [InlineData("factory:osmo1abc:uusd")]
    public void An_ordinary_address_is_its_own_id(string address) => Assert.Equal(address, DocumentId.Encode(address));

    [Theory]
    [InlineData("ibc/27394", "ibc~2F27394")]
    [InlineData("~", "~7E")]
    [InlineData("$prices-head", "~24prices-head")]
    [InlineData("a$b", "a$b")]
    [InlineData("é", "~C3~A9")]
    [InlineData("", "~-")]
    [InlineData(".", "~2E")]
    [InlineData("..", "~2E~2E")]
    public void Any_other_text_is_escaped_byte_by_byte(string address, string id) => Assert.Equal(id, DocumentId.Encode(address));

    [Theory]
    [InlineData(1_023, false)]
    [InlineData(1_024, true)]
    public void A_text_beyond_the_limit_is_hashed_and_cannot_be_read_back(int length, bool isHash)
    {
        var id = DocumentId.Encode(new string('a', length));

        Assert.Equal(isHash, id.StartsWith("~h", StringComparison.Ordinal));
        Assert.Equal(isHash ? 66 : length, id.Length);
        Assert.Equal(isHash, DocumentId.TryDecode(id) is null);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~4")]
    [InlineData("a~zz")]
    [InlineData("~41")]
    [InlineData("~2f")]
    [InlineData("~FF")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData(".")]
    [InlineData("")]
    public void A_foreign_id_has_no_text(string id) => Assert.Null(DocumentId.TryDecode(id));

    [Fact]
    public void An_unpaired_surrogate_is_refused()
    {
        foreach (var text in (string[])["\ud83e", "\udd84", "a\udd84\ud83eb", "\ud83e\ud83e\udd84"])
        {
            Assert.False(DocumentId.IsWellFormed(text));
            Assert.Throws<ArgumentException>(() => DocumentId.Encode(text));
        }
    }

    static IEnumerable<string> Texts(int count)
    {
        var random = new Random(Seed);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            var parts = i % 50 == 0 ? random.Next(300, 1_100) : random.Next(0, 12);
            for (var part = 0; part < parts; part++)
            {
                text.Append(Nasty[random.Next(Nasty.Length)]);
            }

            yield return text.ToString();
        }
    }
}
