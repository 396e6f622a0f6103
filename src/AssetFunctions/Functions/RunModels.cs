using AssetFunctions.Http;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Functions;

/// <param name="Joined">Whether the run was on its way already.</param>
/// <param name="Fresh">Whether the run ended a moment ago and no new one was started.</param>
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
    /// Where a running run is: <c>queued</c> until its first chunk is stored, then <c>syncing</c>; <c>ended</c> for any other. What happens
    /// between is not stored, because it would cost a request per chunk and phase.
    /// </summary>
    public required string Phase { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Milliseconds from the fetch to the end, or null while the run goes on.</summary>
    public long? DurationMs { get; init; }

    public string? Source { get; init; }

    public ProgressModel? Progress { get; init; }

    public CountsModel? Counts { get; init; }

    public IReadOnlyList<GapModel> Skipped { get; init; } = [];

    /// <param name="now">The present, where the end of a running run is to be estimated.</param>
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
        Source = run.Run?.Source,
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

/// <param name="Eta">When the run ends if it goes on as it began, or null when that is not known.</param>
sealed record ProgressModel(int ChunksDone, int Chunks, int Positions, DateTimeOffset? Eta);

/// <param name="Requests">
/// Database requests from the message that starts the run to its end, retries and failed deliveries included, whichever instance made them. Never more
/// than the database counted. Without the request that claimed the run, those of its transactions, those after its end, those of a fetch that a later
/// one of the same run replaced, of an instance that ended before it could report them, of the delivery after which a message became poison, and the
/// retries of the last checkpoint of each instance.
/// </param>
/// <param name="NaiveRequests">What the same work costs without cache, batches and comparison.</param>
/// <param name="RequestUnits">
/// What these requests were charged, without the last checkpoint of each instance that took part: a charge is known only after its request. That of the
/// request that ends the run is in the summary event of the run (<c>FinishRequestUnits</c>) and in the metric
/// <c>assetfunctions.run.finish.request_charge</c>.
/// </param>
sealed record CountsModel(
    int Positions, int PositionsWritten, int PositionsRemoved, int PositionsKept, int PositionsUnvalued, int AssetsCreated, int AssetsFound, int AssetsRefused,
    int PricesUpdated, int PricesFresh, int PricesUnknown, int Requests, int NaiveRequests, double RequestUnits)
{
    public static CountsModel Of(ChunkTally total) => new(
        total.Positions, total.PositionsWritten, total.PositionsRemoved, total.PositionsKept, total.Unvalued, total.AssetsCreated, total.AssetsFound,
        total.AssetsRefused, total.PricesUpdated, total.PricesFresh, total.PricesUnknown, total.Requests, total.NaiveRequests, Math.Round(total.RequestUnits, 2));
}
