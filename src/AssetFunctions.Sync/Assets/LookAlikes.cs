using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Letters that pass for Latin ones. The pairs are those of the Unicode confusables (UTS 39) that turn up in the names of imitated tokens. Nothing
/// here relies on the Unicode tables of the operating system, which some hosts lack: a verdict must be the same on every instance.
/// </summary>
static class LookAlikes
{
    const string Cyrillic = "АAВBСCЕEНHІIЈJКKМMОOРPЅSТTХXУYԌGԚQԜWЗ3аaсcеeһhіiјjоoрpԛqѕsѵvԝwхxуyԁdӏlӀI";
    const string Greek = "ΑAΒBΕEΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXΖZϹCοoνvρpιiκkυuϲc";
    const string Armenian = "ՍUՏSՕOԼLսuոnօoհhզqցgյjԱUՈn";
    const string Cherokee = "ᎪAᏴBᏟCᎠDᎬEᏀGᎻHᎥiᎫJᏦKᏞLᎷMᏢPᏒRᏚSᎢTᏙVᎳWᏃZ";
    const string Lisu = "ꓐBꓑPꓓDꓔTꓗKꓙJꓚCꓜZꓝFꓟMꓠNꓡLꓢSꓣRꓦVꓧHꓪWꓫXꓬYꓮAꓰEꓲIꓳOꓴU";
    const string SmallCapitals = "ᴀaʙbᴄcᴅdᴇeɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzıi";
    const string RomanNumerals = "ⅠIⅤVⅩXⅬLⅭCⅮDⅯMⅰiⅴvⅹxⅼlⅽcⅾdⅿm";

    // Letters of words in the Latin script; a name that has them is not hostile, it only reads like one that has not.
    const string Accented =
        "ÀAÁAÂAÃAÄAÅAĀAĂAĄAÇCĆCČCĊCĐDĎDÐDÈEÉEÊEËEĒEĖEĘEĚEĞGĠGĢGĦHÌIÍIÎIÏIĪIĮIİIĶKĹLĽLĻLŁLÑNŃNŇNŅNÒOÓOÔOÕOÖOØOŌOŐOŔRŘRŚSŠSŞSȘSŢTȚTŤTÙUÚUÛUÜUŪUŮUŰUŲUÝYŸYŹZŽZŻZ"
        + "àaáaâaãaäaåaāaăaąaçcćcčcċcđdďdðdèeéeêeëeēeėeęeěeğgġgģgħhìiíiîiïiīiįiķkĺlľlļlłlñnńnňnņnòoóoôoõoöoøoōoőoŕrřrśsšsşsșsţtțtťtùuúuûuüuūuůuűuųuýyÿyźzžzżz";

    const int FullWidthFirst = 0xFF01;
    const int FullWidthLast = 0xFF5E;
    const int MathematicalFirst = 0x1D400;
    const int MathematicalLast = 0x1D6A3;
    const int Alphabet = 26;

    // Alphabets in circles and boxes: where each begins, and its first letter.
    static readonly (int First, char Letter)[] Enclosed = [(0x24B6, 'A'), (0x24D0, 'a'), (0x1F130, 'A'), (0x1F150, 'A'), (0x1F170, 'A')];

    static readonly FrozenDictionary<char, char> Foreign = Pairs(Cyrillic + Greek + Armenian + Cherokee + Lisu + SmallCapitals + RomanNumerals);

    static readonly FrozenDictionary<char, char> Native = Pairs(Accented);

    /// <summary>The text as a hurried reader sees it: look-alikes as the Latin letters they resemble, letters without their accents.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (ResembledBy(rune) is { } letter)
            {
                folded.Append(letter);
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                folded.Append(rune.IsBmp ? Native.GetValueOrDefault((char)rune.Value, (char)rune.Value).ToString() : rune.ToString());
            }
        }

        return folded.ToString();
    }

    /// <summary>Whether a word mixes Latin letters with others that resemble them. A word all in one script is what it seems to be.</summary>
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
            var isLookAlike = ResembledBy(rune) is { } letter && char.IsAsciiLetter(letter);
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

    // The ASCII character that a character of another script or style passes for, or null.
    static char? ResembledBy(Rune rune)
    {
        var code = rune.Value;
        return rune.IsAscii ? null
            : rune.IsBmp && Foreign.TryGetValue((char)code, out var letter) ? letter
            : code is >= FullWidthFirst and <= FullWidthLast ? (char)(code - FullWidthFirst + '!')
            : code is >= MathematicalFirst and <= MathematicalLast ? MathematicalLetter(code - MathematicalFirst)
            : EnclosedLetter(code);
    }

    // The mathematical alphabets follow one another: 26 capitals, 26 small letters, and so on in the next style.
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

    static FrozenDictionary<char, char> Pairs(string pairs) =>
        pairs.Chunk(2).DistinctBy(pair => pair[0]).ToFrozenDictionary(pair => pair[0], pair => pair[1]);
}
