using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>
/// The rules of claims, runs, due times, deletions and positions over plain data. It hears what stores, queues and provider did, in that order;
/// what must not have happened is a violation.
/// </summary>
sealed class Specification(TimeProvider clock)
{
    readonly Dictionary<(string Wallet, string Attempt, string From), (PositionRange Range, Fetch Fetch)> _chunks = [];

    public List<string> Violations { get; } = [];

    public Dictionary<string, ExpectedWallet> Wallets { get; } = World.Wallets.ToDictionary(wallet => wallet, _ => new ExpectedWallet());

    DateTimeOffset StuckBefore => clock.GetUtcNow().AddSeconds(-RegistrationDefaults.StuckAfterSeconds);

    /// <summary>The run that a request joins: the one with a claim, else one that is storing its chunks.</summary>
    public string? OpenRunOf(string wallet) => Wallets[wallet] switch
    {
        { Claim: { } claim } when claim.ExpiresAt > clock.GetUtcNow() => claim.RunId,
        { Newest: { } run } expected when run.StartedAt > StuckBefore && !expected.HasFinished(run) && expected.Ends.GetValueOrDefault(run.RunId) is not { IsFinish: false } => run.RunId,
        _ => null,
    };

    /// <summary>A request joins this run, or none.</summary>
    public void Joined(string wallet, string? runId) => Require(
        OpenRunOf(wallet) == runId || Wallets[wallet].ClaimedAgain.Contains(runId ?? string.Empty), wallet, $"requests join run {runId ?? "none"} instead of {OpenRunOf(wallet) ?? "none"}");

    /// <summary>A request needs no run because this one has just finished.</summary>
    public void Fresh(string wallet, string runId) => Require(
        Wallets[wallet].Ends.GetValueOrDefault(runId) is { IsFinish: true } end && end.StartedAt >= clock.GetUtcNow().AddSeconds(-RegistrationDefaults.MinAgeSeconds), wallet, $"run {runId} counts as fresh");

    /// <summary>The request of a run was sent, so the run must end.</summary>
    public void Owe(string wallet, string runId) =>
        _ = Wallets[wallet] is { IsClosed: false } expected && !expected.Ends.ContainsKey(runId) && expected.Owed.TryAdd(runId, clock.GetUtcNow());

    /// <summary>A request was processed and nothing sent: it joined the run that is open.</summary>
    public void Dropped(string wallet, string runId, bool isOvertaken) =>
        Wallets[wallet].Owed.Remove(isOvertaken || (OpenRunOf(wallet) is { } open && open != runId) ? runId : "none");

    public void Planned(SyncRun run, PositionRange range, Fetch fetch)
    {
        _chunks[(run.Wallet, run.Attempt, range.From)] = (range, fetch);
        var expected = Wallets[run.Wallet];
        var isSent = _chunks.Keys.Count(chunk => (chunk.Wallet, chunk.Attempt) == (run.Wallet, run.Attempt)) == run.ChunkCount;
        expected.LastFetchAt = isSent && expected.IsOpenTo(run.StartedAt) && !(run.StartedAt < expected.LastFetchAt) ? run.StartedAt : expected.LastFetchAt;
    }

    public void Claimed(string wallet, WalletClaim claim)
    {
        var expected = Wallets[wallet];
        Require(!expected.IsClosed, wallet, $"run {claim.RunId} was claimed although the wallet is deleted");
        Require(OpenRunOf(wallet) is null, wallet, $"run {claim.RunId} was claimed while run {OpenRunOf(wallet)} is open");
        expected.Claim = expected.IsOver(claim) ? null : claim;
        expected.ClaimedAgain.UnionWith(expected.Ends.ContainsKey(claim.RunId) ? [claim.RunId] : []);
    }

    public void Extended(string wallet, string runId, DateTimeOffset expiresAt) => ChangeClaim(wallet, runId, claim => claim with { ExpiresAt = expiresAt });

    public void Withdrawn(string wallet, string runId) => ChangeClaim(wallet, runId, _ => null);

    public void Registered(string wallet, DateTimeOffset? dueAt) => (Wallets[wallet].IsRegistered, Wallets[wallet].DueAt) = (true, dueAt);

    public void Advanced(DueAdvance advance)
    {
        var expected = Wallets[advance.Wallet];
        Require(expected.DueAt == advance.DueAt, advance.Wallet, $"due time {advance.DueAt:T} was moved, which is not the next one");
        expected.DueAt = advance.NextDueAt;
        if (advance.Claim is { } claim)
        {
            Require(expected.DueTimesServed.Add(advance.DueAt), advance.Wallet, $"due time {advance.DueAt:T} was served twice");
            Claimed(advance.Wallet, claim);
            if (expected.Claim is not null)
            {
                Owe(advance.Wallet, claim.RunId);
            }
        }
    }

    public void Closed(string wallet, DateTimeOffset at)
    {
        if (Wallets[wallet] is { IsClosed: false } expected)
        {
            (expected.IsClosed, expected.Claim, expected.DueAt) = (true, null, at + RegistrationDefaults.RemovalLate);
            expected.Owed.Clear();
        }
    }

    public void Removed(string wallet) => (Wallets[wallet].IsGone, Wallets[wallet].IsRegistered, Wallets[wallet].DueAt) = (true, false, null);

    public void Revived(WalletState revived)
    {
        Require(Wallets[revived.Wallet].IsGone, revived.Wallet, "the wallet came back before it was gone");
        Wallets[revived.Wallet] = new ExpectedWallet { RevivedAt = revived.RevivedAt, Claim = revived.Claim, IsRegistered = revived.Registration is not null, DueAt = revived.DueAt };
    }

    public void Stored(SyncRun run, string from)
    {
        var expected = Wallets[run.Wallet];
        var isSame = expected.Newest?.Attempt == run.Attempt;
        Require(expected.IsOpenTo(run.StartedAt), run.Wallet, $"run {run.Attempt} was stored although the wallet was deleted since");
        Require(isSame || !(expected.Newest?.StartedAt >= run.StartedAt), run.Wallet, $"run {run.Attempt} was stored over the newer {expected.Newest?.Attempt}");
        Require(!expected.HasFinished(run), run.Wallet, $"run {run.Attempt} was stored after its end");
        expected.ChunksStored.RemoveWhere(_ => !isSame);
        expected.ChunksStored.Add(from);
        expected.Newest = run;
        var (range, fetch) = _chunks[(run.Wallet, run.Attempt, from)];
        expected.Hold(range, fetch);
    }

    public void Finished(SyncRun run, RunFinish finish)
    {
        var expected = Wallets[run.Wallet];
        Require(expected.Newest?.Attempt == run.Attempt && expected.ChunksStored.Count == run.ChunkCount, run.Wallet, $"run {run.Attempt} finished without all of its chunks");
        var fetch = _chunks[(run.Wallet, run.Attempt, PositionId.Prefix)].Fetch;
        Require(finish.Status == (fetch.IsComplete && expected.Holds(fetch) ? RunStatus.Completed : RunStatus.Partial), run.Wallet, $"run {run.Attempt} ended {finish.Status}, which is not the truth");
        expected.End(run.RunId, new RunEnd(finish.Status, run.StartedAt, IsFinish: true));
        expected.Owed.Where(owed => owed.Value <= run.StartedAt).ToList().ForEach(owed => expected.Owed.Remove(owed.Key));
    }

    public void Failed(string wallet, RunFailure failure)
    {
        if (Wallets[wallet] is var expected && expected.IsOpenTo(failure.StartedAt) && !expected.Ends.ContainsKey(failure.RunId))
        {
            expected.End(failure.RunId, new RunEnd(failure.Status, failure.StartedAt, IsFinish: false));
        }
    }

    /// <summary>All queues are empty: every run has ended, nothing is half deleted, and each wallet holds its last fetch.</summary>
    public void Rested()
    {
        foreach (var (wallet, expected) in Wallets)
        {
            Require(expected.Owed.Count == 0, wallet, $"runs {string.Join(", ", expected.Owed.Keys)} never ended");
            Require(expected.IsGone || !expected.IsClosed, wallet, "the wallet is deleted but not gone");
            var holdsLast = expected.LastFetchAt is null || (expected.Newest is { } run && run.StartedAt == expected.LastFetchAt && expected.HasFinished(run));
            Require(holdsLast || expected.IsClosed, wallet, $"the wallet holds run {expected.Newest?.Attempt}, and its last fetch was at {expected.LastFetchAt:HH:mm:ss.fff}");
        }
    }

    public void Require(bool holds, string wallet, string violation) => Violations.AddRange(holds ? [] : [$"{wallet[^2..]}: {violation}"]);

    void ChangeClaim(string wallet, string runId, Func<WalletClaim, WalletClaim?> change) =>
        Wallets[wallet].Claim = Wallets[wallet].Claim is { } claim && claim.RunId == runId ? change(claim) : Wallets[wallet].Claim;
}
