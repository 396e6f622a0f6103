using System.Globalization;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

sealed partial class SharedAssets
{
    // A day's counts are read on that day and the next.
    static readonly TimeSpan HeldCountsTimeToLive = TimeSpan.FromDays(2);

    /// <summary>Adds to the counts of the day, by which the assets in most wallets are found without a scan.</summary>
    public async Task AddHeldAsync(IReadOnlyList<HeldCount> counts, CancellationToken cancellationToken)
    {
        if (cache is null || counts.Count == 0)
        {
            return;
        }

        try
        {
            await cache.AddCountsAsync(
                HeldKeyOf(clock.GetUtcNow()),
                [.. counts.Select(held => new RankedCount(WarmList.NameOf(held.Key), held.Count))],
                HeldCountsTimeToLive,
                cancellationToken);
        }
        catch (SharedCacheException ex)
        {
            Count(ex.Failure);
        }
    }

    /// <summary>Reads which assets most syncs found since yesterday began; none where the shared cache keeps no counts or fails, which is counted.</summary>
    /// <param name="maxAssets">Maximum assets returned.</param>
    /// <returns>The most held first.</returns>
    public async Task<IReadOnlyList<HeldCount>> ReadMostHeldAsync(int maxAssets, CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return [];
        }

        try
        {
            var now = clock.GetUtcNow();
            var days = await Task.WhenAll(((DateTimeOffset[])[now, now.AddDays(-1)]).Select(day => cache.ReadHighestAsync(HeldKeyOf(day), maxAssets, cancellationToken)));
            return
            [
                .. days.SelectMany(counts => counts)
                    .SelectMany(counted => WarmList.Parse(counted.Name).Select(key => new HeldCount(key, counted.Count)))
                    .GroupBy(held => held.Key, (key, counts) => new HeldCount(key, counts.Sum(held => held.Count)))
                    .OrderByDescending(held => held.Count).ThenBy(held => held.Key)
                    .Take(maxAssets),
            ];
        }
        catch (SharedCacheException ex)
        {
            Count(ex.Failure);
            return [];
        }
    }

    static string HeldKeyOf(DateTimeOffset day) => string.Create(CultureInfo.InvariantCulture, $"held:v1:{day:yyyyMMdd}");
}
