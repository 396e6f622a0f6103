using System.Globalization;
using System.Text;

namespace AssetFunctions.Benchmarks.Spam;

/// <summary>Makes names of the kinds that airdropped tokens have, the same for the same seed. It knows nothing of the rules that judge them.</summary>
/// <param name="seed">Seed of the random choices.</param>
/// <param name="imitated">Real tokens to imitate, each on its network.</param>
sealed class SpamGenerator(int seed, IReadOnlyList<SpamName> imitated)
{
    /// <summary>Names per category.</summary>
    public const int PerCategory = 40;

    const int LongestTicker = 5;
    const string TickerLetters = "BCDFGHJKLMNPQRSTVWXZAEIOU";
    const string FullWidthA = "\uFF21";
    const int BoldA = 0x1D400;
    const int CircledA = 0x24B6;
    const int SquaredA = 0x1F130;
    const int Strike = 0x0336;

    readonly Random _random = new(seed);

    /// <summary>The names of all categories, without repetitions.</summary>
    public IReadOnlyList<SpamName> Generate() =>
    [
        .. Take("link", brand => Linked(brand, Pick(SpamWords.Links), Host(brand), Pick(SpamWords.Endings))),
        .. Take("hidden link", brand => Linked(brand, Pick(SpamWords.HiddenLinks), Host(brand), Pick(SpamWords.Endings))),
        .. Take("call to action", brand => (Ticker(), Fill(Pick(SpamWords.Calls), brand))),
        .. Take("promised sum", brand => (Ticker(), Fill(Pick(SpamWords.Sums), brand))),
        .. Take("alarm", brand => (Ticker(), Fill(Pick(SpamWords.Alarms), brand))),
        .. Take("other language", brand => (RandomTicker(), Fill(Pick(SpamWords.Abroad), brand))),
        .. Take("look-alike letters", brand => (Swap(brand.Symbol, 1 + _random.Next(brand.Symbol.Length - 1)), Either(brand.Name, Pick(SpamWords.PlainNames)))),
        .. Take("foreign alphabet", brand => (Foreign(brand.Symbol), Pick(SpamWords.PlainNames))),
        .. Take("invisible characters", brand =>
            _random.Next(2) == 0 ? (Insert(brand.Symbol), Pick(SpamWords.PlainNames)) : (RandomTicker(), Insert(brand.Name))),
        .. Take("symbol", brand => (Decorated(brand.Symbol), Either(brand.Name, Pick(SpamWords.PlainNames)))),
        .. Take("symbol with affix", brand => (Affixed(brand.Symbol), Pick(SpamWords.PlainNames))),
        .. Take("name", brand => (RandomTicker(), Recased(brand.Name))),
        .. Take("name with additions", brand => (RandomTicker(), Fill(Pick(SpamWords.Additions), brand))),
        .. Take("mixed scripts", brand => (RandomTicker(), Swap(Either(brand.Name, Fill(Pick(SpamWords.Calls), brand)), 1 + _random.Next(3)))),
    ];

    IEnumerable<SpamName> Take(string category, Func<SpamName, (string Symbol, string Name)> make)
    {
        var seen = new HashSet<SpamName>();
        while (seen.Count < PerCategory)
        {
            var brand = imitated[_random.Next(imitated.Count)];
            var (symbol, name) = make(brand);
            var spam = new SpamName(category, brand.Network, symbol, name);
            var isChanged = symbol != brand.Symbol || name != brand.Name;
            if (isChanged && seen.Add(spam))
            {
                yield return spam;
            }
        }
    }

    (string, string) Linked(SpamName brand, (string Symbol, string Name) pattern, string host, string ending)
    {
        return (Site(pattern.Symbol), Site(pattern.Name));

        string Site(string text) => Fill(
            text.Replace("{D}", "{H}.{E}", StringComparison.Ordinal)
                .Replace("{H}", host, StringComparison.Ordinal)
                .Replace("{E}", ending, StringComparison.Ordinal),
            brand);
    }

    string Fill(string pattern, SpamName brand) => pattern
        .Replace("{S}", brand.Symbol, StringComparison.Ordinal)
        .Replace("{N}", brand.Name, StringComparison.Ordinal)
        .Replace("{T}", Ticker(), StringComparison.Ordinal)
        .Replace("{A}", Sum(), StringComparison.Ordinal);

    string Host(SpamName brand)
    {
        var word = Either(brand.Symbol, brand.Name.Replace(" ", "", StringComparison.Ordinal));
        var bait = Pick(SpamWords.Baits);
        var host = _random.Next(6) switch
        {
            0 => $"{word}-{bait}",
            1 => $"{bait}-{word}",
            2 => $"{bait}{word}",
            3 => $"{word}v{_random.Next(2, 5)}{bait}",
            4 => $"{word}{_random.Next(2, 100)}",
            _ => $"{word}{bait}",
        };
        return _random.Next(3) == 0 ? host : host.ToLowerInvariant();
    }

    string Ticker() => Either(Pick(SpamWords.Tickers), RandomTicker());

    string RandomTicker() => new([.. Enumerable.Range(0, _random.Next(4, LongestTicker + 1)).Select(_ => TickerLetters[_random.Next(TickerLetters.Length)])]);

    string Sum()
    {
        var sum = Pick([0.5, 1.5, 3, 5, 10, 100, 250, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000, 50_000]);
        return sum.ToString(Either("0.##", "#,0.##"), CultureInfo.InvariantCulture);
    }

    // Replaces letters that have twins, at least one and not all of them.
    string Swap(string text, int count)
    {
        var places = Enumerable.Range(0, text.Length).Where(index => SpamWords.Twins.ContainsKey(text[index])).ToArray();
        _random.Shuffle(places);
        var chosen = places.Take(Math.Min(count, Math.Max(1, places.Length - 1))).ToHashSet();
        return string.Concat(text.Select((letter, index) => chosen.Contains(index) ? Pick(SpamWords.Twins[letter]) : letter.ToString()));
    }

    string Foreign(string symbol)
    {
        var capitals = symbol.ToUpperInvariant();
        return _random.Next(6) switch
        {
            0 => string.Concat(capitals.Select(letter => ((char)(FullWidthA[0] + letter - 'A')).ToString())),
            1 => Alphabet(BoldA),
            2 => Alphabet(CircledA),
            3 => Alphabet(SquaredA),
            4 => string.Concat(capitals.Select(letter => $"{letter}{(char)Strike}")),
            _ => string.Concat(capitals.Select(letter => SpamWords.Twins[letter][0])),
        };

        string Alphabet(int first) => string.Concat(capitals.Select(letter => new Rune(first + letter - 'A').ToString()));
    }

    string Insert(string text)
    {
        var changed = new StringBuilder(text);
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            changed.Insert(_random.Next(changed.Length + 1), SpamWords.Unseen[_random.Next(SpamWords.Unseen.Length)]);
        }

        return changed.ToString();
    }

    string Decorated(string symbol) => _random.Next(4) switch
    {
        0 => symbol.ToLowerInvariant() is var lower && lower != symbol ? lower : symbol.ToUpperInvariant(),
        1 => string.Join(Pick([".", " ", "-", "_", "·"]), symbol.AsEnumerable()),
        _ => Pick(SpamWords.Decorations).Replace("{S}", symbol, StringComparison.Ordinal),
    };

    string Affixed(string symbol)
    {
        var (affix, separator) = (Pick(SpamWords.Affixes), Pick([".", "-", "_", " "]));
        return _random.Next(5) switch
        {
            0 => $"{affix}{separator}{symbol}",
            1 => $"{symbol} ({affix})",
            2 => $"{symbol}{separator}{affix.ToLowerInvariant()}",
            _ => $"{symbol}{separator}{affix}",
        };
    }

    string Recased(string name) => _random.Next(5) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name.ToLowerInvariant(),
        2 => name.Replace(" ", Either("", "-"), StringComparison.Ordinal),
        3 => $"{name}{Pick([".", "!", " \u2728", " \u00AE"])}",
        _ => name,
    };

    T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    string Either(string left, string right) => _random.Next(2) == 0 ? left : right;
}
