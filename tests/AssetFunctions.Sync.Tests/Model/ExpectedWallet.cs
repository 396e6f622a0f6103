using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>What one call to the provider served.</summary>
/// <param name="Rows">Fingerprint of each position by its id.</param>
sealed record Fetch(IReadOnlyDictionary<string, string> Rows, bool IsComplete);

/// <summary>How a run ended.</summary>
/// <param name="IsFinish">Whether everything it fetched is stored; otherwise it was given up, and may still finish.</param>
sealed record RunEnd(RunStatus Status, DateTimeOffset StartedAt, bool IsFinish);

/// <summary>What is expected of one wallet.</summary>
sealed class ExpectedWallet
{
    public bool IsRegistered { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public HashSet<DateTimeOffset> DueTimesServed { get; } = [];

    /// <summary>The run that holds the wallet and until when.</summary>
    public WalletClaim? Claim { get; set; }

    /// <summary>Runs that had ended when their request was delivered again and claimed the wallet again. Requests may join such a fetch or not.</summary>
    public HashSet<string> ClaimedAgain { get; } = [];

    /// <summary>Runs whose request was sent and that have not ended, with the time of the request.</summary>
    public Dictionary<string, DateTimeOffset> Owed { get; } = [];

    public Dictionary<string, RunEnd> Ends { get; } = [];

    /// <summary>The newest run that stored anything.</summary>
    public SyncRun? Newest { get; set; }

    /// <summary>Which chunks of <see cref="Newest"/> are stored.</summary>
    public HashSet<string> ChunksStored { get; } = [];

    /// <summary>When the newest fetch began of which every chunk was sent.</summary>
    public DateTimeOffset? LastFetchAt { get; set; }

    /// <summary>Fingerprint of each stored position by its id.</summary>
    public Dictionary<string, string> Positions { get; } = [];

    /// <summary>Whether the wallet was deleted and did not come back.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether nothing is left of it.</summary>
    public bool IsGone { get; set; }

    public DateTimeOffset? RevivedAt { get; set; }

    /// <summary>Whether anything has happened to it.</summary>
    public bool IsTouched => IsRegistered || IsClosed || RevivedAt is not null || Claim is not null || Newest is not null;

    public void End(string runId, RunEnd end)
    {
        Ends[runId] = end;
        Owed.Remove(runId);
        Claim = Claim is { } claim && !IsOver(claim) ? claim : null;
    }

    /// <summary>Whether a run holds the wallet no longer: it has ended, or one that was fetched after it had been requested has and stands for it.</summary>
    public bool IsOver(WalletClaim claim) => Ends.Any(end => end.Key == claim.RunId || end.Value.StartedAt >= claim.RequestedAt);

    public bool HasFinished(SyncRun run) => Ends.GetValueOrDefault(run.RunId) is { IsFinish: true } end && end.StartedAt == run.StartedAt;

    /// <summary>Whether what was fetched at an instant may be stored: the wallet was not deleted since.</summary>
    public bool IsOpenTo(DateTimeOffset fetchedAt) => !IsClosed && !(fetchedAt <= RevivedAt);

    /// <summary>Takes a range of positions from a fetch. What it does not show has left the wallet, unless the response was cut or empty.</summary>
    public void Hold(PositionRange range, Fetch fetch)
    {
        var mayRemove = fetch is { IsComplete: true, Rows.Count: > 0 };
        Positions.Keys.Where(id => mayRemove && range.Contains(id)).ToList().ForEach(id => Positions.Remove(id));
        fetch.Rows.Where(row => range.Contains(row.Key)).ToList().ForEach(row => Positions[row.Key] = row.Value);
    }

    /// <summary>Whether it holds what a fetch shows and nothing else.</summary>
    public bool Holds(Fetch fetch) => fetch.Rows.Count == Positions.Count && fetch.Rows.All(row => Positions.GetValueOrDefault(row.Key) == row.Value);
}
