using AssetFunctions.Http;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Functions;

/// <param name="Joined">True if the run was requested before.</param>
/// <param name="Fresh">True if the run has just ended and no new one was started.</param>
sealed record RefreshModel(string RunId, string Wallet, RunStatus Status, bool Joined, bool Fresh, string StatusUrl) : IHasStatusUrl
{
    public static RefreshModel Of(string wallet, string runId) =>
        new(runId, wallet, RunStatus.Running, Joined: false, Fresh: false, $"/api/syncs/{wallet}/{runId}");
}

sealed record RunModel
{
    public required string RunId { get; init; }

    public required string Wallet { get; init; }

    /// <summary>
    /// <c>queued</c> until the first chunk is stored, then <c>syncing</c>; <c>ended</c> unless the run is running. The phases in between are not stored:
    /// that would cost a request per chunk and phase.
    /// </summary>
    public required string Phase { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Milliseconds from the fetch to the end, or null while the run is running.</summary>
    public long? DurationMs { get; init; }

    public string? Provider { get; init; }

    public ProgressModel? Progress { get; init; }

    public CountsModel? Counts { get; init; }

    public IReadOnlyList<GapModel> Skipped { get; init; } = [];

    /// <param name="now">The current time, if the end of a running run is to be estimated.</param>
    public static RunModel Of(string wallet, RunReport run, DateTimeOffset? now = null) => new()
    {
        RunId = run.RunId,
        Wallet = wallet,
        Phase = run.Status != RunStatus.Running ? "ended" : run.Run is null ? "queued" : "syncing",
        Status = run.Status,
        Reason = run.Reason,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        DurationMs = run.FinishedAt is { } finishedAt ? (long)(finishedAt - run.StartedAt).TotalMilliseconds : null,
        Provider = run.Run?.Provider,
        Progress = run.Run is { } fetched
            ? new ProgressModel(run.ChunksDone, fetched.ChunkCount, fetched.PositionCount, now is { } present ? run.EstimateEnd(present) : null)
            : null,
        Counts = run.Run is null ? null : CountsModel.Of(run.Total),
        Skipped = SkippedOf(run.Run),
    };

    public static IReadOnlyList<GapModel> SkippedOf(SyncRun? run) =>
        [.. (run?.Skipped ?? new Dictionary<SkipReason, int>()).OrderBy(skip => skip.Key).Select(skip => new GapModel(Camel(skip.Key.ToString()), skip.Value))];

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

/// <param name="Eta">Estimated end at the present rate, or null when it is not known.</param>
sealed record ProgressModel(int ChunksDone, int Chunks, int Positions, DateTimeOffset? Eta);

/// <param name="Requests">
/// Database requests from the message that starts the run to its end, including retries and failed deliveries, of all instances. Never more
/// than the database counted. Without the request that claimed the run, those of its transactions, those after its end, those of a fetch that a later
/// one of the same run replaced, of an instance that ended before it could report them, of the delivery after which a message became poison, the
/// retries of the last checkpoint of each instance, and bulk requests of several runs, which move prices to the history.
/// </param>
/// <param name="NaiveRequests">Requests of the same work without cache, batches and comparison.</param>
/// <param name="RequestUnits">
/// Charge of these requests, without the last checkpoint of each instance that took part: a charge is known only after its request. That of the
/// request that ends the run is in the summary event of the run (<c>FinishRequestUnits</c>) and in the metric
/// <c>assetfunctions.run.finish.request_charge</c>.
/// </param>
/// <param name="NaiveRequestUnits">Lower bound for the charge of <paramref name="NaiveRequests"/>.</param>
sealed record CountsModel(
    int Positions, int PositionsWritten, int PositionsRemoved, int PositionsKept, int PositionsUnvalued, int AssetsCreated, int AssetsFound, int AssetsRefused,
    int PricesUpdated, int PricesFresh, int PricesUnknown, int Requests, int NaiveRequests, double RequestUnits,
    double NaiveRequestUnits)
{
    public static CountsModel Of(ChunkTally total) => new(
        total.Positions, total.PositionsWritten, total.PositionsRemoved, total.PositionsKept, total.Unvalued, total.AssetsCreated, total.AssetsFound,
        total.AssetsRefused, total.PricesUpdated, total.PricesFresh, total.PricesUnknown, total.Requests, total.NaiveRequests, Math.Round(total.RequestUnits, 2),
        Math.Round(total.NaiveRequestUnits, 2));
}
