using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Wallets;

/// <summary>
/// Conditions under which a run may change a wallet's state document. A comparison with an absent member is undefined and therefore not true,
/// so absence is always asked for by name.
/// </summary>
static class WalletConditions
{
    /// <summary>
    /// The stored run has the same chunk boundaries, is not newer, and is not this very run in its finished state. Of two fetches at the same
    /// instant the one that was stored first stays.
    /// </summary>
    public static string Open(SyncRun run) =>
        $"c.run.layout = {SqlLiteral.Of(run.Layout)} "
        + $"AND (c.run.startedMs < {SqlLiteral.Of(run.StartedAt)} OR c.run.attempt = {SqlLiteral.Of(run.Attempt)}) AND {NotFinished(run)}";

    /// <summary>The stored run is this one and not finished.</summary>
    public static string OpenAndCurrent(SyncRun run) => $"c.run.attempt = {SqlLiteral.Of(run.Attempt)} AND {NotFinished(run)}";

    /// <summary>The range of the chunk holds what its digest speaks of, whoever put it there.</summary>
    public static string HasDigest(ChunkMark mark) => $"{PathOf(mark.Index)}.digest = {SqlLiteral.Of(mark.Digest)}";

    /// <summary>Nobody has marked the chunk since <paramref name="basis"/> was read, so its range holds what was read.</summary>
    public static string MarkUnchanged(int index, ChunkMark? basis) => basis is null
        ? $"NOT IS_DEFINED({PathOf(index)})"
        : $"{PathOf(index)}.attempt = {SqlLiteral.Of(basis.Attempt)} AND {HasDigest(basis)}";

    /// <summary>A failure is recorded beside the stored run only if neither that run nor the recorded failure is newer.</summary>
    public static string NotNewerThan(RunFailure failure)
    {
        var startedAt = SqlLiteral.Of(failure.StartedAt);
        return $"(NOT IS_DEFINED(c.run) OR c.run.startedMs <= {startedAt}) AND (NOT IS_DEFINED(c.failure) OR c.failure.startedMs <= {startedAt})";
    }

    public static string Where(params ReadOnlySpan<string> conditions) => $"FROM c WHERE {string.Join(" AND ", conditions)}";

    static string NotFinished(SyncRun run) => $"(NOT IS_DEFINED(c.finish) OR c.finish.attempt != {SqlLiteral.Of(run.Attempt)})";

    static string PathOf(int index) => $"c.marks[\"{WalletMapper.MarkKey(index)}\"]";
}
