using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Characters that resemble Latin letters and digits: the confusables of Unicode 17.0 (UTS 39), which <c>infra/assets.mjs</c> writes to
/// <c>LookAlikes.tsv</c>, and a few more that imitations use. The operating system's Unicode tables are not used, because some hosts lack them and
/// every instance must reach the same verdict.
/// </summary>
static class LookAlikes
{
    // Missing from the table, or mapped there to another character, such as I to a lower-case L.
    const string Further =
        "ІIӀIΙIⅠIꓲI" + "ԚQκkԼLյjԱUՈnꙄSꙅsႮUႽS" + "ᴀaʙbᴅdᴇeɢgʜhᴊjᴋkʟlᴍmɴnᴘpʀrᴛt";

    // Fancy-text alphabets: syllabics, ideographs and kana shaped like Latin letters.
    const string Lettering =
        "ᗩAᗷBᑕCᗪDᖴFᕼHᒍJᒪLᗰMᑎNᑭPᖇRᔕSᑌUᐯVᗯW᙭XᘔZ" + "卂A乃B匚C乇E千F卄H丨IﾌJㄥL爪M几NㄖO卩P尺R丂S丅T丁TㄒTㄩU山W乂XㄚY乙Z";

    // Accented Latin letters. They are not hostile, but read like the plain ones.
    const string Accented =
        "ÀAÁAÂAÃAÄAÅAĀAĂAĄAÇCĆCČCĊCĐDĎDÐDÈEÉEÊEËEĒEĖEĘEĚEĞGĠGĢGĦHÌIÍIÎIÏIĪIĮIİIĶKĹLĽLĻLŁLÑNŃNŇNŅNÒOÓOÔOÕOÖOØOŌOŐOŔRŘRŚSŠSŞSȘSŢTȚTŤTÙUÚUÛUÜUŪUŮUŰUŲUÝYŸYŹZŽZŻZ"
        + "àaáaâaãaäaåaāaăaąaçcćcčcċcđdďdðdèeéeêeëeēeėeęeěeğgġgģgħhìiíiîiïiīiįiıiķkĺlľlļlłlñnńnňnņnòoóoôoõoöoøoōoőoŕrřrśsšsşsșsţtțtťtùuúuûuüuūuůuűuųuýyÿyźzžzżz";

    static readonly SearchValues<char> Digits = SearchValues.Create("015$|");

    const int FullWidthFirst = 0xFF01;
    const int FullWidthLast = 0xFF5E;
    const int MathematicalFirst = 0x1D400;
    const int MathematicalLast = 0x1D6A3;
    const int Alphabet = 26;

    // Alphabets in circles and boxes: first code point and first letter of each.
    static readonly (int First, char Letter)[] Enclosed = [(0x24B6, 'A'), (0x24D0, 'a'), (0x1F130, 'A'), (0x1F150, 'A'), (0x1F170, 'A')];

    static readonly FrozenDictionary<int, string> Table = Read();

    /// <summary>Replaces look-alikes with the Latin letters they resemble, and accented letters with plain ones.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (ResembledBy(rune) is { } letters)
            {
                folded.Append(letters);
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                folded.Append(rune.ToString());
            }
        }

        return folded.ToString();
    }

    /// <summary>
    /// Replaces digits and signs that stand for a letter, such as those of <c>U5DT</c> and <c>U$DC</c>: where another letter follows. At the end of a
    /// word they are numbers.
    /// </summary>
    public static string WithoutDigits(string text) => text.AsSpan().ContainsAny(Digits)
        ? string.Create(text.Length, text, static (span, original) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isInWord = i + 1 < span.Length && (char.IsAsciiLetter(original[i + 1]) || Digits.Contains(original[i + 1]));
                span[i] = !isInWord ? original[i] : original[i] switch { '0' => 'O', '1' or '|' => 'I', '5' or '$' => 'S', var other => other };
            }
        })
        : text;

    /// <summary>Whether a word mixes Latin letters with look-alikes. A word in a single script is not suspicious.</summary>
    public static bool AreMixedIn(string text)
    {
        if (Ascii.IsValid(text))
        {
            return false;
        }

        var hasLatin = false;
        var hasLookAlike = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isLookAlike = IsOfAnotherAlphabet(rune) && ResembledBy(rune) is { } letters && char.IsAsciiLetter(letters[0]);
            if (!isLookAlike && !Rune.IsLetter(rune))
            {
                hasLatin = hasLookAlike = false;
                continue;
            }

            hasLatin |= rune.IsAscii;
            hasLookAlike |= isLookAlike;
            if (hasLatin && hasLookAlike)
            {
                return true;
            }
        }

        return false;
    }

    // Accents belong to Latin words, and Chinese, Japanese and Korean names legitimately stand beside Latin letters.
    static bool IsOfAnotherAlphabet(Rune rune) =>
        rune.Value is >= 0x0250 and not (>= 0x1E00 and <= 0x1EFF) and not (>= 0x2E80 and <= 0xA4CF) and not (>= 0xAC00 and <= 0xD7FF) and not (>= 0xF900 and <= 0xFAFF)
            and not (>= 0xFF66 and <= 0xFFDC)
        && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber || EnclosedLetter(rune.Value) is not null);

    // The ASCII text that a character of another script or style resembles, or null.
    static string? ResembledBy(Rune rune)
    {
        var code = rune.Value;
        return rune.IsAscii ? null
            : code is >= FullWidthFirst and <= FullWidthLast ? ((char)(code - FullWidthFirst + '!')).ToString()
            : code is >= MathematicalFirst and <= MathematicalLast ? MathematicalLetter(code - MathematicalFirst).ToString()
            : EnclosedLetter(code)?.ToString() ?? Table.GetValueOrDefault(code);
    }

    // The mathematical alphabets are consecutive: for each style 26 capitals, then 26 lower-case letters.
    static char MathematicalLetter(int offset) =>
        (char)((offset / Alphabet % 2 == 0 ? 'A' : 'a') + (offset % Alphabet));

    static char? EnclosedLetter(int code)
    {
        foreach (var (first, letter) in Enclosed)
        {
            if (code >= first && code < first + Alphabet)
            {
                return (char)(letter + code - first);
            }
        }

        return null;
    }

    static FrozenDictionary<int, string> Read()
    {
        var table = new Dictionary<int, string>();
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(LookAlikes).FullName}.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var text, var characters])
            {
                foreach (var rune in characters.EnumerateRunes())
                {
                    table[rune.Value] = text;
                }
            }
        }

        foreach (var pair in (Accented + Further + Lettering).Chunk(2))
        {
            table[pair[0]] = pair[1].ToString();
        }

        return table.ToFrozenDictionary();
    }
}
