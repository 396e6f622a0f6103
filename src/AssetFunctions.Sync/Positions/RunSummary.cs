using System.Globalization;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Positions;

/// <summary>The account of one finished run, the same in the log, on the console and in the run record.</summary>
/// <param name="Run">The run.</param>
/// <param name="Finish">How it ended and what it did.</param>
/// <param name="Cache">State of this process's asset cache at the end.</param>
public sealed record RunSummary(SyncRun Run, RunFinish Finish, CacheStatistics Cache)
{
    ChunkTally Total => Finish.Total;

    int Trash => Run.Skipped.Where(entry => entry.Key is SkipReason.Trash or SkipReason.Hidden).Sum(entry => entry.Value);

    int Skipped => Run.Skipped.Values.Sum();

    /// <summary>
    /// Requests the naive algorithm sends for the same work: find the asset and upsert the position for every position, plus one per asset
    /// created and per price updated.
    /// </summary>
    public int NaiveRequests => (2 * Total.Positions) + Total.AssetsCreated + Total.PricesUpdated;

    /// <summary>Share of the accepted positions that are stored, in percent.</summary>
    public double SuccessPercent => Run.PositionCount == 0 ? 100 : 100.0 * Total.Positions / Run.PositionCount;

    public double DurationMilliseconds => Math.Max(0, (Finish.FinishedAt - Run.StartedAt).TotalMilliseconds);

    /// <summary>The summary as text of four lines.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        [ASSET OPTIMIZATION] Position processing {Finish.Status.ToString().ToLowerInvariant()}: {WalletAddress.Shorten(Run.Wallet)} in {DurationMilliseconds:F0} ms{Reason}
           positions {Total.Positions}/{Total.Positions + Skipped} processed ({Skipped} skipped: {Trash} trash, {Skipped - Trash} invalid)   success {SuccessPercent:F1} %
           assets {Total.AssetsCreated} created, {Total.AssetsFound} cached        prices {Total.PricesUpdated} updated, {Total.PricesFresh} fresh
           database requests {Total.Requests} (naive {NaiveRequests}, avoided {Math.Max(0, NaiveRequests - Total.Requests)})   request units {Total.RequestUnits:F1}   cache {Cache.Entries} assets, hit ratio {Cache.HitRatio:F2}
        """);

    string Reason => Finish.Reason is null ? string.Empty : $" ({Finish.Reason})";
}
