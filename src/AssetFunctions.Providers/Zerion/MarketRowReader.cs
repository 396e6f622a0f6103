using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

/// <summary>
/// Reads one element of <c>data</c> of Zerion's fungibles. Only the id must be valid; a figure that is missing, of a wrong type or out of its range counts
/// as unknown. Zerion states when a token was deployed, not since when it lists it.
/// </summary>
static class MarketRowReader
{
    const int MaxType = 32;
    const decimal WorthlessPercent = -100;

    /// <summary>Reads a row of any bytes; never throws because of its content.</summary>
    public static RowOutcome<MarketQuote> Read(ReadOnlyMemory<byte> row) => RowParser.Read<MarketQuote>(row, ReadRow, ReadRef);

    /// <summary>Returns the id of a row that is truncated or broken after it, or null.</summary>
    public static string? ReadRef(ReadOnlyMemory<byte> start) => RowParser.ReadId(start);

    static RowOutcome<MarketQuote> ReadRow(JsonElement row)
    {
        var type = row.Member("type");
        if (RowFields.GroupId(row.Member("id")) is not { } id || !(type.IsAbsent() || type.Text(MaxType) == "fungibles"))
        {
            return new RowOutcome<MarketQuote>(null, SkipReason.Malformed, RowParser.Id(row));
        }

        var attributes = row.Member("attributes");
        var market = attributes.Member("market_data");
        var quote = new MarketQuote(id)
        {
            CapUsd = FungibleFields.Price(market.Member("market_cap")),
            Volume24hUsd = Figure(market.Member("trading_volumes").Member("volume_1d"), least: 0),
            Change24h = Figure(market.Member("changes").Member("percent_1d"), WorthlessPercent),
            Website = Website(attributes.Member("external_links")),
        };
        return new RowOutcome<MarketQuote>(quote, null, id);
    }

    static decimal? Figure(JsonElement element, decimal least) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var figure) && figure >= least ? figure : null;

    static string? Website(JsonElement links) => links.ValueKind != JsonValueKind.Array ? null : links.EnumerateArray()
        .Where(link => link.Member("type").Text(MaxType) == "website")
        .Select(link => RowFields.WebAddress(link.Member("url"), AssetFactsLimits.Website))
        .FirstOrDefault(url => url is not null);
}
