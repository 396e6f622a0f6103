using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>
/// The parameters of the transactions API that decide which rows a page holds. Unlike positions, trash is shown unless it is filtered out.
/// Unknown parameters are refused rather than ignored, so that a mistake in a client is noticed.
/// </summary>
/// <param name="From">Oldest time shown, or null.</param>
/// <param name="To">Newest time shown, or null.</param>
/// <param name="Trash">Filter by the trash flag of a row.</param>
/// <param name="Size">Rows per page.</param>
/// <param name="Start">First row of the page.</param>
sealed record HistoryFilter(DateTimeOffset? From, DateTimeOffset? To, string Trash, int Size, int Start)
{
    public const string After = "page[after]";

    const string NoFilter = "no_filter";
    const int MaxSize = 100;
    const int InstantDigits = 13;

    static readonly string[] Known = ["currency", "page[size]", After, "filter[trash]", "filter[min_mined_at]", "filter[max_mined_at]"];

    public static bool TryParse(IQueryCollection query, out HistoryFilter filter)
    {
        var size = query.TryGetValue("page[size]", out var stated) ? Number(stated) : MaxSize;
        var start = query.TryGetValue(After, out var cursor) ? Position(cursor.ToString()) : 0;
        var trash = query.TryGetValue("filter[trash]", out var flag) ? flag.ToString() : NoFilter;
        var isFrom = TryInstant(query, "filter[min_mined_at]", out var from);
        var isTo = TryInstant(query, "filter[max_mined_at]", out var to);
        filter = new HistoryFilter(from, to, trash, size, start);
        return query.Keys.All(Known.Contains) && size is >= 1 and <= MaxSize && start >= 0 && isFrom && isTo
            && trash is NoFilter or "only_trash" or "only_non_trash";
    }

    /// <summary>The cursor of the page that starts with the given row. Opaque, so that clients have to follow the link.</summary>
    public static string Cursor(int start) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"row-{start}"));

    public bool Passes(DateTimeOffset? minedAt, bool isTrash) =>
        (Trash == NoFilter || (Trash == "only_trash") == isTrash)
        && (minedAt is not { } instant || ((From is not { } from || instant >= from) && (To is not { } to || instant <= to)));

    static int Position(string cursor)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromHexString(cursor));
            return text.StartsWith("row-", StringComparison.Ordinal) ? Number(text[4..]) : -1;
        }
        catch (FormatException)
        {
            return -1;
        }
    }

    static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    static bool TryInstant(IQueryCollection query, string name, out DateTimeOffset? instant)
    {
        instant = null;
        if (!query.TryGetValue(name, out var stated))
        {
            return true;
        }

        var isInstant = stated.ToString().Length == InstantDigits
            && long.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        instant = isInstant ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(stated!, CultureInfo.InvariantCulture)) : null;
        return isInstant;
    }
}
