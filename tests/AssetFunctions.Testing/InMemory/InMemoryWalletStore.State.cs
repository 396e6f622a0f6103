using System.Collections.Immutable;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryWalletStore
{
    sealed class WalletPartition
    {
        public StoredState? State { get; set; }

        /// <summary>Positions by id, each with the run that last changed it.</summary>
        public SortedDictionary<string, (Position Position, SyncRun ChangedBy)> Positions { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, RunRecord> Runs { get; } = new(StringComparer.Ordinal);

        /// <summary>Value snapshots by the beginning of their period.</summary>
        public SortedDictionary<(Granularity Granularity, DateTimeOffset Period), WalletSnapshot> Snapshots { get; } = [];

        public void Record(SyncRun run, RunFinish finish)
        {
            Runs[run.RunId] = new RunRecord
            {
                Wallet = run.Wallet,
                RunId = run.RunId,
                Status = finish.Status,
                Reason = finish.Reason,
                StartedAt = run.StartedAt,
                FinishedAt = finish.FinishedAt,
                Run = run,
                Total = finish.Total,
            };
            foreach (var granularity in Enum.GetValues<Granularity>())
            {
                var period = granularity.StartOf(run.StartedAt);
                Snapshots[(granularity, period)] = new WalletSnapshot(
                    period, run.StartedAt, finish.Status, finish.Total.HoldingsUsd, finish.Total.DebtUsd, finish.Total.PositionsHeld, finish.Total.Unvalued);
            }
        }

        /// <summary>Removes up to so many documents.</summary>
        public int Remove(int max)
        {
            var before = Count;
            foreach (var id in Positions.Keys.Take(max).ToList())
            {
                Positions.Remove(id);
            }

            foreach (var id in Runs.Keys.Take(max - (before - Count)).ToList())
            {
                Runs.Remove(id);
            }

            foreach (var hour in Snapshots.Keys.Take(max - (before - Count)).ToList())
            {
                Snapshots.Remove(hour);
            }

            return before - Count;
        }

        int Count => Positions.Count + Runs.Count + Snapshots.Count;

        public bool TryRecord(string wallet, RunFailure failure) => Runs.TryAdd(failure.RunId, new RunRecord
        {
            Wallet = wallet,
            RunId = failure.RunId,
            Status = failure.Status,
            Reason = failure.Reason,
            StartedAt = failure.StartedAt,
            FinishedAt = failure.FailedAt,
        });
    }

    sealed record Ending(string Attempt, RunFinish Finish);

    sealed record StoredState
    {
        public SyncRun? Run { get; init; }

        public ImmutableDictionary<int, ChunkMark> Marks { get; init; } = ImmutableDictionary<int, ChunkMark>.Empty;

        public Ending? Finish { get; init; }

        public DateTimeOffset? WholeAt { get; init; }

        public RunFailure? Failure { get; init; }

        public WalletLife Life { get; init; } = WalletLife.None;

        /// <summary>When the wallet came back after a deletion.</summary>
        public DateTimeOffset? RevivedAt { get; init; }

        public string Version { get; init; } = string.Empty;

        /// <summary>Whether a run fetched at that instant may store anything.</summary>
        public bool IsAliveAt(DateTimeOffset startedAt) => Life.Deletion is null && !(startedAt <= RevivedAt);

        /// <summary>The state after a run ended.</summary>
        public StoredState With(SyncRun run, RunFinish finish) => this with
        {
            Finish = new Ending(run.Attempt, finish),
            WholeAt = finish.Total.PositionsKept == 0 ? run.StartedAt : WholeAt,
            Life = finish.Total is { PositionsWritten: 0, PositionsRemoved: 0 } ? Life : Life with { ChangedAt = run.StartedAt },
        };

        /// <summary>The life with what is known of the announced run now.</summary>
        public WalletLife CurrentLife() => Life.Claim is { } claim
            ? Life with { Claim = claim with { IsOver = ClaimRules.IsOver(claim, CurrentFinish() is null ? null : Run, Failure) } }
            : Life;

        // Of two fetches at the same instant the one that was stored first stays.
        public static bool IsNotNewer(SyncRun stored, SyncRun run) => stored.Attempt == run.Attempt || stored.StartedAt < run.StartedAt;

        public bool IsFinished(SyncRun run) => Finish?.Attempt == run.Attempt;

        public bool IsOpenFor(SyncRun run) => IsAliveAt(run.StartedAt) && Run is not null && Run.Layout == run.Layout && IsNotNewer(Run, run) && !IsFinished(run);

        public WalletState ToState() => new()
        {
            Run = Run,
            Status = Status(),
            IsFinished = CurrentFinish() is not null,
            Marks = Marks,
            IsClosed = Life.Deletion is not null,
            RevivedAt = RevivedAt,
            Version = Version,
        };

        public WalletProgress ToProgress() => new(ToState(), CurrentFinish(), CountingFailure())
        {
            Life = CurrentLife(),
            WholeAt = WholeAt,
            LastFinish = Finish is { } last ? FinishedFetch.Of(last.Attempt, last.Finish) : null,
        };

        RunStatus Status() => CountingFailure()?.Status ?? CurrentFinish()?.Status ?? RunStatus.Running;

        RunFinish? CurrentFinish() => Run is not null && IsFinished(Run) ? Finish!.Finish : null;

        RunFailure? CountingFailure()
        {
            if (Run is not { } run || Failure is null)
            {
                return Failure;
            }

            var isFinished = IsFinished(run);
            var isDone = isFinished || Marks.Values.Count(mark => mark.Attempt == run.Attempt) == run.ChunkCount;
            return (Failure.RunId == run.RunId ? !isDone : isFinished && Failure.StartedAt > run.StartedAt) ? Failure : null;
        }
    }
}
