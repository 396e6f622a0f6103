using System.Collections;
using System.Globalization;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Positions;

/// <summary>Summary of a finished run, the same in the log, on the console and in the run record.</summary>
/// <param name="Run">The run.</param>
/// <param name="Finish">Result of the run.</param>
/// <param name="Cache">Asset cache of the process that finished the run: entries, and hit ratio since its start; null when unknown.</param>
public sealed record RunSummary(SyncRun Run, RunFinish Finish, (int Entries, double HitRatio)? Cache)
{
    ChunkTally Total => Finish.Total;

    /// <summary>The part of the request units that the run record lacks: what the request that stored it was charged.</summary>
    public double FinishRequestUnits { get; init; }

    /// <summary>Name of the process that <see cref="Cache"/> is in.</summary>
    public string Instance { get; init; } = InstanceName.Current;

    int Trash => Run.Skipped.Where(entry => entry.Key is SkipReason.Trash or SkipReason.Hidden or SkipReason.Zero or SkipReason.OtherNetwork).Sum(entry => entry.Value);

    int Skipped => Run.Skipped.Values.Sum();

    /// <summary>Percentage of the accepted positions that are stored.</summary>
    public double SuccessPercent => Run.PositionCount == 0 ? 100 : 100.0 * Total.Positions / Run.PositionCount;

    public double DurationMilliseconds => Math.Max(0, (Finish.FinishedAt - Run.StartedAt).TotalMilliseconds);

    /// <summary>The summary as four lines of text, and a fifth where the cache is known.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        [ASSET OPTIMIZATION] Position processing {Finish.Status.ToString().ToLowerInvariant()}: {WalletAddress.Shorten(Run.Wallet)} in {DurationMilliseconds:F0} ms{Reason}
           positions {Total.Positions}/{Total.Positions + Skipped} processed ({Skipped} skipped: {Trash} trash, {Skipped - Trash} invalid)   success {SuccessPercent:F1}%
           assets {Total.AssetsCreated} created, {Total.AssetsFound} cached        prices {Total.PricesUpdated} updated, {Total.PricesFresh} fresh
           database requests {Total.Requests} (naive {Total.NaiveRequests}, avoided {Math.Max(0, Total.NaiveRequests - Total.Requests)})   request units {Total.RequestUnits:N0} (naive {Total.NaiveRequestUnits:N0}){CacheText}
        """);

    /// <summary>Logs the summary as one event, with the text for people and the figures as fields for queries.</summary>
    public void Log(ILogger logger) => logger.Log(LogLevel.Information, RunSummaryEvent.Id, new RunSummaryEvent(this), exception: null, static (state, _) => state.ToString());

    string CacheText => Cache is { } cache ? string.Create(CultureInfo.InvariantCulture, $"\n   cache {cache.Entries} assets, hit ratio {cache.HitRatio:F2}, process {Instance}") : string.Empty;

    string Reason => Finish.Reason is null ? string.Empty : $" ({Finish.Reason})";
}

/// <summary>Fields of the summary event.</summary>
public sealed class RunSummaryEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>Event id of a run's summary.</summary>
    public static readonly EventId Id = new(SyncEvents.RunSummary, nameof(RunSummary));

    readonly KeyValuePair<string, object?>[] _fields;
    readonly RunSummary _summary;

    public RunSummaryEvent(RunSummary summary)
    {
        _summary = summary;
        var total = summary.Finish.Total;
        _fields =
        [
            Field("Wallet", summary.Run.Wallet),
            Field("RunId", summary.Run.RunId),
            Field("Status", summary.Finish.Status.ToString()),
            Field("Reason", summary.Finish.Reason),
            Field("Provider", summary.Run.Provider),
            Field("DurationMs", summary.DurationMilliseconds),
            Field("Chunks", summary.Run.ChunkCount),
            Field("Positions", total.Positions),
            Field("PositionsWritten", total.PositionsWritten),
            Field("PositionsRemoved", total.PositionsRemoved),
            .. summary.Run.Skipped.OrderBy(entry => entry.Key).Select(entry => Field($"Skipped.{entry.Key}", entry.Value)),
            Field("AssetsCreated", total.AssetsCreated),
            Field("AssetsFound", total.AssetsFound),
            Field("PricesUpdated", total.PricesUpdated),
            Field("PricesFresh", total.PricesFresh),
            Field("PricesUnknown", total.PricesUnknown),
            Field("HoldingsUsd", total.HoldingsUsd),
            Field("DebtUsd", total.DebtUsd),
            Field("Unvalued", total.Unvalued),
            Field("Requests", total.Requests),
            Field("NaiveRequests", total.NaiveRequests),
            Field("RequestUnits", total.RequestUnits),
            Field("NaiveRequestUnits", total.NaiveRequestUnits),
            Field("FinishRequestUnits", summary.FinishRequestUnits),
            Field("Text", summary.ToString()),
            Field("{OriginalFormat}", "{Text}"),
        ];
    }

    public int Count => _fields.Length;

    public KeyValuePair<string, object?> this[int index] => _fields[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _summary.ToString();

    static KeyValuePair<string, object?> Field(string name, object? value) => new(name, value);
}
