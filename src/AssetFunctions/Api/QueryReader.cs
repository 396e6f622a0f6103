using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Api;

/// <summary>Reads the parameters of a query string and remembers the first that makes no sense.</summary>
sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The problem with the first wrong parameter, or null while all are right.</summary>
    public ApiAnswer? Problem { get; private set; }

    public string? Text(string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;

    public string? LowerText(string name) => Text(name)?.Trim().ToLowerInvariant();

    public int Integer(string name, int fallback, int max) =>
        Text(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max ? value
        : Refuse(name, $"a whole number from 1 to {max}", fallback);

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Refuse(name, "'true' or 'false'", fallback: false),
    };

    public decimal? Amount(string name) =>
        Text(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value
        : Refuse<decimal?>(name, "a number of US dollars such as 12.5", null);

    public DateTimeOffset? Instant(string name) =>
        Text(name) is not { } text ? null
        : DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value
        : Refuse<DateTimeOffset?>(name, "an instant in ISO 8601 such as 2026-03-01T12:00:00Z", null);

    static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    T Refuse<T>(string name, string rule, T fallback)
    {
        Problem ??= Problems.BadParameter(name, rule);
        return fallback;
    }
}
