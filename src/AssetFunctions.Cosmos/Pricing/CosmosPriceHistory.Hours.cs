using System.Globalization;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Pricing;

sealed partial class CosmosPriceHistory
{
    const string IdPrefix = "$hours-";

    /// <summary>
    /// Moves the hours of finished days of some pages to the history, one segment per asset and day. A segment that is written again stays the same, so
    /// a page that does not learn of it loses nothing. Transient failures are logged, and the next refresh moves the hours.
    /// </summary>
    public async Task FoldAsync(string network, IEnumerable<PricePage> from, PriceChange change, CancellationToken cancellationToken)
    {
        foreach (var page in from)
        {
            for (var day = page.FoldedDay.AddDays(1); day < PricePage.DayOf(page.Hour); day = day.AddDays(1))
            {
                if (!await TryFoldAsync(network, page, day, cancellationToken))
                {
                    return;
                }

                change.Folded(page.Prefix, day);
            }
        }
    }

    async Task<bool> TryFoldAsync(string network, PricePage page, DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.RunAsync(
                $"moving prices of {network} to the price history",
                async token =>
                {
                    var hours = await ReadHoursAsync(network, page, StartOf(day), StartOf(day.AddDays(1)), token);
                    await StoreAsync(SegmentsOf(network, page, day, hours), token);
                    return true;
                },
                cancellationToken);
        }
        catch (TransientStoreException ex)
        {
            Log.NotFolded(logger, ex, network, day);
            return false;
        }
    }

    /// <summary>The points of an asset that are not in a segment yet.</summary>
    async Task<IReadOnlyList<PricePointDocument>> ReadHoursAsync(AssetKey asset, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (_, found) = await pages.ReadOfAsync(asset.Network, [asset.ContractAddress], cancellationToken);
        if (found is not [var page])
        {
            return [];
        }

        var hours = await ReadHoursAsync(asset.Network, page, StartOf(page.FoldedDay.AddDays(1)), page.Hour < to ? page.Hour : to, cancellationToken);
        var points = hours.Where(hour => hour.Rows.ContainsKey(asset.ContractAddress)).Select(hour => hour.Rows[asset.ContractAddress].ToPoint(hour.Provider));
        return [.. points, .. page.Rows.GetValueOrDefault(asset.ContractAddress) is { Usd: { } usd, AsOf: { } asOf, Provider: { } provider }
            ? (PricePointDocument[])[new PricePointDocument { AsOfMs = asOf.ToUnixTimeMilliseconds(), Usd = usd, Provider = provider }]
            : []];
    }

    // Hours from before the page was split from another are with that one.
    async Task<IReadOnlyList<PriceHourDocument>> ReadHoursAsync(
        string network, PricePage page, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        for (var hour = from; hour < to; hour = hour.AddHours(1))
        {
            ids.AddRange(hour >= page.FirstHour
                ? [PricePrefix.HourId(page.Prefix, hour)]
                : Enumerable.Range(0, page.Prefix.Length).Select(length => PricePrefix.HourId(page.Prefix[..length], hour)));
        }

        var hours = ids.Count == 0 ? [] : await registry.FindManyAsync<PriceHourDocument>(ids, new PartitionKey(network), cancellationToken);
        return [.. hours.OrderBy(HourOf, StringComparer.Ordinal)];
    }

    static IEnumerable<PriceSegmentDocument> SegmentsOf(string network, PricePage page, DateOnly day, IEnumerable<PriceHourDocument> hours) => hours
        .SelectMany(hour => hour.Rows.Select(row => (Address: row.Key, Candle: row.Value with
        {
            Hour = int.Parse(HourOf(hour).AsSpan(^2..), CultureInfo.InvariantCulture),
            Provider = row.Value.Provider ?? hour.Provider,
        })))
        .Where(row => PricePrefix.Covers(page.Prefix, PricePrefix.HashOf(row.Address)))
        .GroupBy(row => row.Address, row => row.Candle, StringComparer.Ordinal)
        .Select(asset => Segment(Partition(network, DocumentId.Encode(asset.Key)), day, [.. asset]));

    static PriceSegmentDocument Segment(string asset, DateOnly day, IReadOnlyList<CandleDocument> hours)
    {
        var provider = hours[^1].Provider!;
        return new PriceSegmentDocument
        {
            Id = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Asset = asset,
            FromMs = hours.Min(hour => hour.AsOf).ToUnixTimeMilliseconds(),
            ToMs = hours.Max(hour => hour.AsOf).ToUnixTimeMilliseconds(),
            Points = [],
            Provider = provider,
            Hours = [.. hours.Select(hour => hour.Provider == provider ? hour with { Provider = null } : hour)],
        };
    }

    static string HourOf(PriceHourDocument document) => document.Id[(document.Id.IndexOf('-', IdPrefix.Length) + 1)..];

    static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
