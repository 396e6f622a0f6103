using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

static partial class WalletMapper
{
    /// <param name="pages">First ids of the range's pages, or null where positions are documents.</param>
    /// <param name="isFinished">Whether a run of this one chunk is finished with it.</param>
    public static RangeDocument ToDocument(ChunkMark mark, IReadOnlyList<string>? pages, bool isFinished = false) => new()
    {
        To = mark.Range.To,
        FetchedMs = mark.IsRest ? null : mark.FetchedAt.ToUnixTimeMilliseconds(),
        Digest = mark.IsRest ? null : mark.Digest,
        Tally = mark.IsRest || isFinished ? null : mark.Tally,
        Pages = pages,
    };

    /// <param name="layout">Releases that only know documents need members that pages leave out.</param>
    public static RunDocument ToDocument(SyncRun run, WriteLayout layout) => new()
    {
        RunId = layout == WriteLayout.Documents ? run.RunId : null,
        Attempt = run.Attempt,
        StartedAt = layout == WriteLayout.Documents ? run.StartedAt : null,
        StartedMs = layout == WriteLayout.Documents ? run.StartedAt.ToUnixTimeMilliseconds() : null,
        Provider = run.Provider,
        IsNarrow = run.IsNarrow ? true : null,
        ChunkCount = layout == WriteLayout.Documents || run.ChunkCount > 1 ? run.ChunkCount : null,
        Layout = RunDocument.RangesLayout,
        PositionCount = run.PositionCount,
        Skipped = run.Skipped.Count == 0 ? null : run.Skipped.ToDictionary(skip => skip.Key.ToString(), skip => skip.Value),
        IncompleteReason = run.IncompleteReason,
    };

    public static FinishDocument ToDocument(SyncRun run, RunFinish finish, WriteLayout layout) => new()
    {
        Attempt = run.Attempt,
        Status = finish.Status,
        Reason = finish.Reason,
        FinishedAt = layout == WriteLayout.Documents ? finish.FinishedAt : null,
        FinishedMs = layout == WriteLayout.Documents ? null : finish.FinishedAt.ToUnixTimeMilliseconds(),
        Totals = finish.Total,
    };

    public static FailureDocument ToDocument(RunFailure failure) => new()
    {
        RunId = failure.RunId,
        Status = failure.Status,
        Reason = failure.Reason,
        StartedAt = failure.StartedAt,
        StartedMs = failure.StartedAt.ToUnixTimeMilliseconds(),
        FailedAt = failure.FailedAt,
    };

    public static SyncDocument ToRecord(SyncRun run, RunFinish finish, WriteLayout layout) => new()
    {
        Id = WalletDocumentIds.Run(run.RunId),
        Wallet = run.Wallet,
        RunId = run.RunId,
        Status = finish.Status,
        Reason = finish.Reason,
        StartedAt = run.StartedAt,
        FinishedAt = finish.FinishedAt,
        Run = ToDocument(run, layout),
        Totals = finish.Total,
        Sort = layout == WriteLayout.Pages ? WalletDocumentIds.RunSort(run.StartedAt) : null,
        Ttl = layout == WriteLayout.Pages ? CosmosDefaults.HourlySnapshotSeconds : CosmosDefaults.RunRecordSeconds,
    };

    public static SyncDocument ToRecord(string wallet, RunFailure failure) => new()
    {
        Id = WalletDocumentIds.Run(failure.RunId),
        Wallet = wallet,
        RunId = failure.RunId,
        Status = failure.Status,
        Reason = failure.Reason,
        StartedAt = failure.StartedAt,
        FinishedAt = failure.FailedAt,
    };

    public static SnapshotDocument ToSnapshot(SyncRun run, RunFinish finish, Granularity granularity) => new()
    {
        Id = WalletDocumentIds.Snapshot(granularity, run.StartedAt),
        Wallet = run.Wallet,
        AsOf = run.StartedAt,
        RunId = run.RunId,
        Status = finish.Status,
        HoldingsUsd = finish.Total.HoldingsUsd,
        DebtUsd = finish.Total.DebtUsd,
        Positions = finish.Total.PositionsHeld,
        Unvalued = finish.Total.Unvalued,
        Ttl = granularity == Granularity.Hour ? CosmosDefaults.HourlySnapshotSeconds : null,
    };

    public static PositionDocument ToDocument(SyncRun run, Position position) => new()
    {
        Id = position.Id,
        Wallet = run.Wallet,
        Type = WalletDocumentTypes.Position,
        Fp = position.Fingerprint,
        Ref = position.Row.ProviderRef,
        Network = position.Row.Asset.Network,
        ContractAddress = position.Row.Asset.ContractAddress,
        Kind = position.Row.Type,
        Protocol = position.Row.Protocol,
        GroupId = position.Row.GroupId,
        PoolAddress = position.Row.PoolAddress,
        Name = position.Row.Name,
        RawAmount = position.Row.RawAmount,
        Decimals = position.Row.Decimals,
        Scale = position.Row.Scale,
        ValueUsd = position.Row.ValueUsd,
        Provider = run.Provider,
        ChangedAt = run.StartedAt,
    };

    public static WalletState? ToState(WalletDocument? document) => document is null ? null : ToState(document, document.Version!);

    public static WalletState ToState(WalletDocument document, string version) => new()
    {
        Wallet = document.Wallet,
        Version = version,
        Registration = document.Registration is { } registration ? ToRegistration(registration) : null,
        DueAt = ToInstant(document.DueMs),
        Claim = document.Claim is { } claim ? new WalletClaim(claim.RunId, ToInstant(claim.RequestedMs), ToInstant(claim.ExpiresMs)) : null,
        Deletion = document.Deletion is { } deletion ? ToDeletion(deletion) : null,
        RevivedAt = ToInstant(document.RevivedMs),
        Run = document.Run is { } run ? ToRun(document.Wallet, run) : null,
        Marks = document.HasRanges ? ToMarks(document.Ranges!) : ChunkMarks.None,
        LastFinish = document.Finish is { } finish ? new FinishedRun(finish.Attempt, ToFinish(finish)) : null,
        LastFailure = document.Failure is { } failure ? ToFailure(failure) : null,
        ChangedAt = ToInstant(document.ChangedMs),
        WholeAt = document.Finish is { Totals.PositionsKept: 0 } whole ? RunAttempt.FetchedAtOf(whole.Attempt) : ToInstant(document.WholeMs),
    };

    static RunFinish ToFinish(FinishDocument finish) => new(finish.Status, finish.Reason, finish.FinishedAt ?? ToInstant(finish.FinishedMs!.Value), finish.Totals);

    public static WalletPosition ToWalletPosition(ContentRow row) => new()
    {
        Id = row.Id,
        Asset = new AssetKey(row.Network!, row.ContractAddress!),
        Type = row.Kind!,
        Protocol = row.Protocol,
        GroupId = row.GroupId,
        PoolAddress = row.PoolAddress,
        Name = row.Name,
        RawAmount = row.RawAmount!.Value,
        Decimals = row.Decimals!.Value,
        Scale = row.Scale,
        ValueUsd = row.ValueUsd,
        Provider = row.Provider!,
        ChangedAt = row.ChangedAt!.Value,
        Since = row.ChangedAt!.Value,
    };

    public static RunRecord ToRecord(SyncDocument document) => new()
    {
        Wallet = document.Wallet,
        RunId = document.RunId,
        Status = document.Status,
        Reason = document.Reason,
        StartedAt = document.StartedAt,
        FinishedAt = document.FinishedAt,
        Run = document.Run is { } run ? ToRun(document.Wallet, run) : null,
        Total = document.Totals ?? new ChunkTally(),
    };

    static SyncRun ToRun(string wallet, RunDocument run) => new()
    {
        Wallet = wallet,
        RunId = RunAttempt.RunIdOf(run.Attempt),
        StartedAt = RunAttempt.FetchedAtOf(run.Attempt),
        Provider = run.Provider,
        IsNarrow = run.IsNarrow ?? false,
        ChunkCount = run.ChunkCount ?? 1,
        Layout = run.Layout,
        PositionCount = run.PositionCount,
        Skipped = ToSkipped(run.Skipped),
        IncompleteReason = run.IncompleteReason,
    };

    // Reasons that only a newer version of the app knows are left out, so that a rollback can still read the document.
    static Dictionary<SkipReason, int> ToSkipped(Dictionary<string, int>? skipped)
    {
        var known = new Dictionary<SkipReason, int>();
        foreach (var (name, count) in skipped ?? [])
        {
            if (Enum.TryParse<SkipReason>(name, out var reason))
            {
                known[reason] = count;
            }
        }

        return known;
    }

    static Dictionary<string, ChunkMark> ToMarks(Dictionary<string, RangeDocument> ranges) => ranges.ToDictionary(
        entry => entry.Key,
        entry => entry.Value is { Digest: { } digest } range
            ? new ChunkMark(new PositionRange(entry.Key, range.To), ToInstant(range.FetchedMs!.Value), digest, range.Tally ?? new ChunkTally())
            : ChunkMark.RestOf(new PositionRange(entry.Key, entry.Value.To)),
        StringComparer.Ordinal);
}
