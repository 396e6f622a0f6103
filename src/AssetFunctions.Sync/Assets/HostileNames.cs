using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AssetFunctions.Sync.Assets;

/// <summary>Symbols and names that lead holders into a trap: site addresses and invisible characters.</summary>
static partial class HostileNames
{
    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    const string CommonEndings = "com|io|site|xyz|org|cc|net|pm|li|top|club|info|online|live|gifts?|claims|vip|win|events?|website|click|link|bid|icu|cfd";
    const string ProjectEndings = "cash|exchange|fi|finance|fund|network";
    const string FurtherEndings = "me|us|eu|gg|to|dev|cx|ad|ws|lat|rest|limo|help|support|world|today|buzz|guru|ink|wtf|monster|best|markets|trade|tk|ml|ly";
    const string OtherEndings = $"{ProjectEndings}|app|fun|pro|space|lol|tech|store|shop|pw|ru|cn|ltd|ai";

    const string Endings = $"{CommonEndings}|{FurtherEndings}|co|{OtherEndings}";

    // Endings that are no words, and so are known even behind a space.
    const string WordlessEndings = "com|io|xyz|org|cc|net|pm|icu|cfd|gg|cx|ws|ru|cn|eu|info|online|website";

    static readonly Regex Address = new(@"h(tt|xx)ps?:|\bwww\.|\bh(tt|xx)ps?\b|@[a-z0-9_]{4,}", Options);

    // Services that forward to any site.
    static readonly Regex Forward =
        new(@"\b(t\.me|t\.ly|t\.co|bit\.ly|cutt\.ly|is\.gd|tinyurl\.com|linktr\.ee|lnk\.bio|discord\.gg|forms\.gle|goo\.gl|telegra\.ph|wa\.me)\b", Options);

    // A dot that is written out, put in brackets, replaced or followed by a space. Only a link has a reason for it.
    static readonly Regex DisguisedDot = new(
        $@"[a-z0-9](\s?[\[({{]\s?(\.|dot)\s?[\])}}]\s?|\sdot\s|[,;])({Endings})\b|[a-z0-9](\s\u2022\s|\.\s)({WordlessEndings})\b", Options);
    static readonly Regex Domain = new($@"(?<label>\b[a-z0-9][a-z0-9-]*)\s?\.(?<ending>{Endings})\b", Options);
    static readonly Regex CommonEnding = new($"^({CommonEndings}|{FurtherEndings}|co)$", Options);
    static readonly Regex ProjectEnding = new($"^({ProjectEndings})$", Options);
    static readonly Regex Bait = new(@"claim|bonus|reward|airdrop|giveaway|gift|free|prize|visit|redeem|voucher|invite|eligible|\b(get|win|drop|earn|now|swap|connect)\b", Options);

    // Real projects named after a domain whose ending is common among lures.
    static readonly FrozenSet<string> Projects = new[]
    {
        "ankr.com", "crypto.com", "ether.fi", "ichi.org", "idex.io", "io.net", "stake.link", "stakewise.io", "synthetix.io", "tokemak.xyz", "traderjoexyz.com",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Characters that look like the dot of a domain: one dot leader, ideographic and full-width stops, middle dots.
    static readonly SearchValues<char> Dots = SearchValues.Create("\u2024\u3002\uFF0E\uFF61\u00B7\u2027\u2219\u22C5\u0701\u0702\u06D4\uFE52\u02F3\uA4F8\u2E33\u30FB");

    // Invisible, but neither control nor formatting characters, so they survive cleaning: Hangul fillers and the blank Braille cell.
    static readonly SearchValues<char> Blanks = SearchValues.Create("\u115F\u1160\u3164\uFFA0\u2800\u034F\u17B4\u17B5");

    /// <summary>Whether symbol or name leads to a site. Real projects named after their site (<c>Ether.fi</c>) and their tokens are exempt.</summary>
    public static bool HasLink(string symbol, string name)
    {
        var plainSymbol = Plain(symbol);
        var plainName = Plain(name);
        return Address.IsMatch(plainSymbol) || Address.IsMatch(plainName)
            || Forward.IsMatch(plainSymbol) || Forward.IsMatch(plainName)
            || IsDisguised(symbol, plainSymbol) || IsDisguised(name, plainName)
            || (Domain.Match(plainSymbol) is { Success: true } ticker && !(ticker.Length == plainSymbol.Length && BeginsWithProject(ticker, plainSymbol)))
            || (Domain.Match(plainName) is { Success: true } domain
                && !BeginsWithProject(domain, plainName)
                && (domain.Length < plainName.Length || IsBareLure(plainSymbol, domain)));
    }

    /// <summary>Whether the text contains invisible characters.</summary>
    public static bool HasBlank(string text) => text.AsSpan().ContainsAny(Blanks);

    // "Curve.fi DAI/USDC/USDT" and "Crypto.com Coin" name their project; a lure has a call to action or a second domain.
    static bool BeginsWithProject(Match domain, string text)
    {
        var isProject = domain.Index == 0 && (Projects.Contains(domain.Value) || ProjectEnding.IsMatch(domain.Groups["ending"].ValueSpan));
        return isProject && !Bait.IsMatch(text) && !Domain.IsMatch(text[domain.Length..]);
    }

    // A name that is only a domain is a lure, unless the symbol abbreviates it or projects commonly use its ending without a call to action before it.
    static bool IsBareLure(string symbol, Match domain) =>
        Bait.IsMatch(domain.Groups["label"].ValueSpan) || CommonEnding.IsMatch(domain.Groups["ending"].ValueSpan) && !Abbreviates(symbol, domain.Groups["label"].ValueSpan);

    /// <summary>Whether the letters of a symbol occur in a name, in their order.</summary>
    public static bool Abbreviates(string symbol, ReadOnlySpan<char> label)
    {
        var found = 0;
        foreach (var letter in label)
        {
            if (found < symbol.Length && char.ToLowerInvariant(symbol[found]) == char.ToLowerInvariant(letter))
            {
                found++;
            }
        }

        return symbol.Length > 0 && found == symbol.Length;
    }

    static string Plain(string text)
    {
        var folded = LookAlikes.Fold(text);
        return folded.AsSpan().ContainsAny(Dots)
            ? string.Create(folded.Length, folded, static (span, original) =>
            {
                for (var i = 0; i < original.Length; i++)
                {
                    span[i] = Dots.Contains(original[i]) ? '.' : original[i];
                }
            })
            : folded;
    }

    static bool IsDisguised(string text, string plain) => DisguisedDot.IsMatch(plain) || (text.AsSpan().ContainsAny(Dots) && Domain.IsMatch(plain));
}
