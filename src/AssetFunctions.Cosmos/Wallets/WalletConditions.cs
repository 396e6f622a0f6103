using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>
/// Conditions for changes of a wallet's state document. A comparison with an absent member is undefined, hence not true, so absence is always
/// tested explicitly.
/// </summary>
static class WalletConditions
{
    /// <summary>
    /// The stored run is not newer and is not this run in its finished state. Of two fetches at the same instant the one stored first wins.
    /// </summary>
    public static string Open(SyncRun run) =>
        $"{Alive(run.StartedAt)} AND (NOT IS_DEFINED(c.run) OR {RunFetchedMs} < {SqlLiteral.Of(run.StartedAt)} OR c.run.attempt = {SqlLiteral.Of(run.Attempt)}) "
        + $"AND {NotFinished(run)}";

    /// <summary>The stored run is this one and not finished.</summary>
    public static string OpenAndCurrent(SyncRun run) => $"{Alive(run.StartedAt)} AND c.run.attempt = {SqlLiteral.Of(run.Attempt)} AND {NotFinished(run)}";

    /// <summary>The stored content of the chunk's range has the checkpoint's digest, whichever run stored it.</summary>
    public static string HasDigest(ChunkMark mark) => $"{AreRanges} AND {PathOf(mark)}.digest = {SqlLiteral.Of(mark.Digest)}";

    /// <summary>No other checkpoint of the chunk was stored since <paramref name="basis"/> was read, so its range is unchanged.</summary>
    public static string MarkUnchanged(ChunkMark mark, ChunkMark? basis) => basis switch
    {
        null => $"NOT IS_DEFINED({PathOf(mark)})",
        { IsRest: true } => $"IS_DEFINED({PathOf(mark)}) AND NOT IS_DEFINED({PathOf(mark)}.digest)",
        _ => $"{PathOf(mark)}.fetchedMs = {SqlLiteral.Of(basis.FetchedAt)} AND {PathOf(mark)}.digest = {SqlLiteral.Of(basis.Digest)}",
    };

    /// <summary>The last finished run, if any, fetched the wallet on the same day (UTC) or later.</summary>
    public static string HasFinishedOn(DateTimeOffset day) =>
        $"(NOT IS_DEFINED(c.finish) OR StringToNumber(RIGHT(c.finish.attempt, 13)) >= {SqlLiteral.Of(Granularity.Day.StartOf(day))})";

    /// <summary>Neither the stored run nor the recorded failure is newer than this failure.</summary>
    public static string NotNewerThan(RunFailure failure)
    {
        var startedAt = SqlLiteral.Of(failure.StartedAt);
        return $"{Alive(failure.StartedAt)} AND (NOT IS_DEFINED(c.run) OR {RunFetchedMs} <= {startedAt}) AND (NOT IS_DEFINED(c.failure) OR c.failure.startedMs <= {startedAt})";
    }

    /// <summary>The wallet is not being deleted, and a run fetched at that instant does not belong to an earlier, deleted registration.</summary>
    public static string Alive(DateTimeOffset startedAt) =>
        $"{NotClosed} AND (NOT IS_DEFINED(c.revivedMs) OR c.revivedMs < {SqlLiteral.Of(startedAt)})";

    /// <summary>The wallet is neither being deleted nor a tombstone.</summary>
    public const string NotClosed = "NOT IS_DEFINED(c.deletion)";

    /// <summary>The wallet is being deleted, but not yet removed.</summary>
    public const string Closing = "IS_DEFINED(c.deletion) AND NOT IS_DEFINED(c.deletion.doneMs)";

    /// <summary>No run is in progress and none has just ended, see <see cref="ClaimRules"/>.</summary>
    public static string Claimable(ClaimTerms terms)
    {
        var isFree = $"(NOT IS_DEFINED(c.claim) OR c.claim.expiresMs <= {SqlLiteral.Of(terms.Now)} OR {ClaimIsOver})";
        var isIdle = $"(NOT IS_DEFINED(c.run) OR {RunFetchedMs} <= {SqlLiteral.Of(terms.StuckBefore)} OR {RunIsFinished} OR {RunHasFailed})";
        var condition = $"{NotClosed} AND {isFree} AND {isIdle}";
        return terms.FreshSince is { } fresh ? $"{condition} AND NOT ({RunIsFinished} AND {RunFetchedMs} >= {SqlLiteral.Of(fresh)})" : condition;
    }

    /// <summary>The run is the one claimed last.</summary>
    public static string ClaimedBy(string runId) => $"c.claim.runId = {SqlLiteral.Of(runId)}";

    /// <summary>Due time and registration are as they were read, and the run may be claimed.</summary>
    public static string ReadAs(DueAdvance advance)
    {
        var due = $"{(advance.IsRemoval ? Closing : NotClosed)} AND {IsDue(advance.DueAt)}";
        var registered = advance.Revision is { } revision ? $"{due} AND c.registration.revision = {revision}" : due;
        return advance.Terms is { } terms ? $"{registered} AND {Claimable(terms)}" : registered;
    }

    /// <summary>The due time, or its absence, is as it was read.</summary>
    public static string IsDue(DateTimeOffset? dueAt) => dueAt is { } due ? $"c.dueMs = {SqlLiteral.Of(due)}" : "NOT IS_NUMBER(c.dueMs)";

    /// <summary>The registration is as it was read.</summary>
    public static string Revision(WalletRegistration? registration) => registration is null
        ? $"{NotClosed} AND NOT IS_DEFINED(c.registration)"
        : $"{NotClosed} AND c.registration.revision = {registration.Revision}";

    public static string Where(params ReadOnlySpan<string> conditions) => $"FROM c WHERE {string.Join(" AND ", conditions)}";

    // An attempt is the id of the run, an @, and thirteen digits of milliseconds since 1970, see RunAttempt.
    const string RunFetchedMs = "StringToNumber(RIGHT(c.run.attempt, 13))";

    const string RunIsFinished = "(IS_DEFINED(c.run) AND IS_DEFINED(c.finish) AND c.finish.attempt = c.run.attempt)";

    const string RunHasFailed = "(IS_DEFINED(c.run) AND IS_DEFINED(c.failure) AND STARTSWITH(c.run.attempt, CONCAT(c.failure.runId, '@')))";

    const string AreRanges = $"(NOT IS_DEFINED(c.run) OR c.run.layout = '{RunDocument.RangesLayout}')";

    const string ClaimIsOver =
        "(IS_DEFINED(c.finish) AND (STARTSWITH(c.finish.attempt, CONCAT(c.claim.runId, '@')) "
        + "OR StringToNumber(RIGHT(c.finish.attempt, 13)) >= c.claim.askedMs)) "
        + "OR (IS_DEFINED(c.failure) AND (c.failure.runId = c.claim.runId OR c.failure.startedMs >= c.claim.askedMs))";

    static string NotFinished(SyncRun run) => $"(NOT IS_DEFINED(c.finish) OR c.finish.attempt != {SqlLiteral.Of(run.Attempt)})";

    static string PathOf(ChunkMark mark) => $"c.ranges[{SqlLiteral.Of(mark.Range.From)}]";
}
