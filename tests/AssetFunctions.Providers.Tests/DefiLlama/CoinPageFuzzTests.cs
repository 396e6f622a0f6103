using System.Text;
using AssetFunctions.Providers.DefiLlama;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Providers.Tests.DefiLlama;

public sealed class CoinPageFuzzTests
{
    const int Pages = 100_000;
    const int Coins = 6;

    static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    static readonly CoinReader Reader = new(0.2m, Now, Now.AddHours(-4));

    static readonly string[] Splinters =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "1e999999999", "-0", "1e-400", "\\ud800", "\\u0000", "\ufeff", "\"coins\":", "[[[[[[[[", "{\"price\":", "true", "79228162514264337593543950336",
    ];

    /// <summary>Family: a price, time or confidence that is not a number affects only its own coin, and the coins after it need no second call.</summary>
    static IEnumerable<string> NoNumbers =>
        from word in new[] { "NaN", "Infinity", "-Infinity", "inf", "undefined", "1.#INF", "\"NaN\"", "\"Infinity\"" }
        from member in new[] { "price", "timestamp", "confidence" }
        select """{"price":2.5,"symbol":"X","timestamp":1772366000,"confidence":0.9}""".Replace(
            member switch { "price" => "2.5", "timestamp" => "1772366000", _ => "0.9" }, word, StringComparison.Ordinal);

    [Fact]
    public void Any_response_yields_requested_prices_or_a_reason()
    {
        var random = new Random(20260301);
        var page = Encoding.UTF8.GetBytes(Page());
        var read = 0;
        for (var number = 0; number < Pages; number++)
        {
            var fetch = new PriceFetch(Enumerable.Range(1, Coins).Select(Key), bytesPerCall: 8_000);
            var ids = fetch.Next()!;

            var gap = fetch.Take(ids, Mutate(page, random), Reader);

            var set = fetch.ToSet();
            Assert.All(set.Quotes, quote => Assert.True(quote.Usd > 0 && quote.AsOf <= Now && quote.AsOf >= Now.AddHours(-4) && quote.Confidence is null or (>= 0.2m and <= 1)));
            Assert.Equal(set.Quotes.Count, set.Quotes.Select(quote => quote.Key).Distinct().Count());
            Assert.True(set.Quotes.Count + set.Absent.Count + set.Skipped <= Coins);
            Assert.True(gap is not null || set.Quotes.Count + set.Absent.Count + set.Skipped == Coins);
            read += set.Quotes.Count;
        }

        Assert.InRange(read, Pages, Pages * Coins);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_coin_of_another_type_affects_only_itself(int broken)
    {
        foreach (var value in new[] { "null", "[]", "\"x\"", "7", "{\"price\":{}}", "{}", "{\"price\":\"\\ud800\"}", "NaN", "-Infinity" }.Concat(NoNumbers))
        {
            var fetch = new PriceFetch(Enumerable.Range(1, Coins).Select(Key), bytesPerCall: 8_000);

            Assert.Null(fetch.Take(fetch.Next()!, Encoding.UTF8.GetBytes(Page(broken, value)), Reader));

            Assert.Equal((Coins - 1, 1), (fetch.ToSet().Quotes.Count, fetch.ToSet().Skipped));
        }
    }

    static AssetKey Key(int number) => new("base", $"0x{number:x40}");

    static string Page(int? broken = null, string? value = null)
    {
        var coins = Enumerable.Range(1, Coins).Select(number =>
            $"\"{Key(number)}\":{(number - 1 == broken ? value : $$"""{"decimals":18,"symbol":"T{{number}}","price":{{number}}.25e-3,"timestamp":1772366000,"confidence":0.9}""")}");
        return $$$"""{"coins":{{{{string.Join(',', coins)}}}}}""";
    }

    static byte[] Mutate(byte[] page, Random random)
    {
        var mutant = page.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && mutant.Count > 1; changes--)
        {
            var at = random.Next(mutant.Count);
            var length = Math.Min(random.Next(1, 40), mutant.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant.RemoveRange(at, length);
                    break;
                case 2:
                    mutant.InsertRange(at, mutant.GetRange(random.Next(mutant.Count - length + 1), length));
                    break;
                case 3:
                    mutant.InsertRange(at, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)]));
                    break;
                case 4:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    mutant.RemoveRange(at, mutant.Count - at);
                    break;
            }
        }

        return [.. mutant];
    }
}
