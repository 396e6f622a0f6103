using System.Globalization;
using System.Numerics;

namespace AssetFunctions.Cli.Report;

/// <summary>Formats figures for people. Shortened amounts and prices end in an ellipsis; money is rounded to cents. Doubles are never used.</summary>
static class Figures
{
    const string Unknown = "–";

    /// <summary>Most whole digits of a number that is written out.</summary>
    const int MaxWholeDigits = 15;

    /// <summary>Digits shown after the leading zeros of a fraction.</summary>
    const int FractionDigits = 4;

    /// <summary>With more whole digits than this, the fraction has fewer digits; with more than the next, none.</summary>
    const int FewDigits = 3;
    const int MaxDigitsBesideFraction = 6;
    const int FewFractionDigits = 2;

    /// <summary>Most leading zeros of a fraction that is written out.</summary>
    const int MaxLeadingZeros = 6;

    /// <summary>Formats an amount of whole tokens in few characters; other text is unchanged.</summary>
    public static string Amount(string amount) => IsNumber(amount) ? Short(amount) : amount;

    public static string Price(decimal usd) => Short(usd.ToString(CultureInfo.InvariantCulture));

    /// <summary>US dollars and cents.</summary>
    public static string Money(decimal? usd) => usd switch
    {
        null => Unknown,
        > 0 and < 0.01m => "<0.01",
        < 0 and > -0.01m => ">-0.01",
        { } value => value.ToString("N2", CultureInfo.InvariantCulture),
    };

    public static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>Formats an age in its largest unit.</summary>
    public static string Age(DateTimeOffset? then, DateTimeOffset now) => then is null ? Unknown : (now - then.Value) switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } age => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 1 } age => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } age => $"{(int)age.TotalHours}h",
        var age => $"{(int)age.TotalDays}d",
    };

    public static string Ago(DateTimeOffset? then, DateTimeOffset now) => Age(then, now) is "now" ? "just now" : then is null ? "never" : $"{Age(then, now)} ago";

    /// <summary>Formats all digits of a number, without trailing zeros.</summary>
    public static string Exact(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Formats an instant for programs, as in the HTTP API.</summary>
    public static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Splits a camelCase name: <c>priceUnknown</c> becomes <c>price unknown</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    /// <summary>Shortens a decimal number: thousands separators, at most four digits of the fraction, a power of ten if very large or small.</summary>
    static string Short(string number)
    {
        var sign = number.StartsWith('-') ? "-" : string.Empty;
        var parts = number[sign.Length..].Split('.');
        var whole = parts[0];
        if (whole.Length > MaxWholeDigits)
        {
            return $"{sign}{Mantissa(whole.TrimEnd('0'))}e{whole.Length - 1}";
        }

        var grouped = BigInteger.Parse(whole, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
        var fraction = parts.Length == 1 ? string.Empty : parts[1].TrimEnd('0');
        if (fraction.Length == 0)
        {
            return sign + grouped;
        }

        // Leading zeros of the fraction count only below one whole token; otherwise four places suffice.
        var zeros = whole == "0" ? fraction.Length - fraction.TrimStart('0').Length : 0;
        return zeros > MaxLeadingZeros ? $"{sign}{Mantissa(fraction[zeros..])}e-{zeros + 1}"
            : whole.Length > MaxDigitsBesideFraction ? $"{sign}{grouped}…"
            : $"{sign}{grouped}.{Cut(fraction, zeros + (whole.Length > FewDigits ? FewFractionDigits : FractionDigits))}";
    }

    static bool IsNumber(string text) =>
        text.TrimStart('-').Split('.') is { Length: <= 2 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit)) && text.LastIndexOf('-') <= 0;

    static string Mantissa(string digits) => digits.Length == 1 ? digits : $"{digits[0]}.{Cut(digits[1..], FractionDigits - 1)}";

    static string Cut(string digits, int length) => digits.Length <= length ? digits : $"{digits[..length]}…";
}
