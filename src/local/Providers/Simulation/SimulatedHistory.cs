using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>
/// The transactions of one wallet, newest first, as in the API. Rows whose time cannot be read pass every filter and come last, so that
/// hostile rows are served like any other.
/// </summary>
sealed class SimulatedHistory
{
    readonly List<Row> _rows;

    public SimulatedHistory(IEnumerable<string> rows) =>
        _rows = [.. rows.Select(Row.Read).OrderByDescending(row => row.MinedAt ?? DateTimeOffset.MinValue)];

    /// <summary>Splits a page into its rows.</summary>
    public static SimulatedHistory Parse(byte[] page)
    {
        using var document = JsonDocument.Parse(page);
        return new SimulatedHistory(document.RootElement.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()));
    }

    /// <summary>One page of the transactions that pass the filter.</summary>
    /// <param name="filter">Filter, size and start of the page.</param>
    /// <param name="link">Makes the address of the page that starts with the given row.</param>
    public byte[] Page(HistoryFilter filter, Func<int, string> link)
    {
        var passing = _rows.Where(row => filter.Passes(row.MinedAt, row.IsTrash)).ToList();
        var end = filter.Start + filter.Size;
        var next = end < passing.Count ? $",\"next\":{JsonSerializer.Serialize(link(end))}" : string.Empty;
        var rows = string.Join(",\n", passing.Skip(filter.Start).Take(filter.Size).Select(row => row.Json));
        return Encoding.UTF8.GetBytes($$"""{"links":{"self":{{JsonSerializer.Serialize(link(filter.Start))}}{{next}}},"data":[""" + $"\n{rows}\n]}}\n");
    }

    sealed record Row(string Json, DateTimeOffset? MinedAt, bool IsTrash)
    {
        public static Row Read(string json)
        {
            using var document = JsonDocument.Parse(json);
            var attributes = Member(document.RootElement, "attributes");
            var minedAt = Member(attributes, "mined_at");
            var isInstant = minedAt.ValueKind == JsonValueKind.String
                && DateTimeOffset.TryParse(minedAt.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
            return new Row(
                json,
                isInstant ? DateTimeOffset.Parse(minedAt.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
                Member(Member(attributes, "flags"), "is_trash").ValueKind == JsonValueKind.True);
        }

        static JsonElement Member(JsonElement element, string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
    }
}
