using System.Globalization;
using System.Text;

namespace AssetFunctions.Sync;

/// <summary>Makes attacker-controlled text safe to store and to log, without judging it.</summary>
public static class DisplayText
{
    /// <summary>
    /// Drops control, formatting (zero-width, right-to-left marks) and unpaired surrogate characters, trims white space and truncates to
    /// <paramref name="maxLength"/> UTF-16 characters without splitting a character.
    /// </summary>
    /// <returns>The cleaned text, empty for null.</returns>
    public static string Clean(string? text, int maxLength)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var cleaned = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (cleaned.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            var leadingSpace = cleaned.Length == 0 && Rune.IsWhiteSpace(rune);
            if (!leadingSpace && IsVisible(rune))
            {
                cleaned.Append(rune.ToString());
            }
        }

        return cleaned.ToString().TrimEnd();
    }

    static bool IsVisible(Rune rune) =>
        rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
