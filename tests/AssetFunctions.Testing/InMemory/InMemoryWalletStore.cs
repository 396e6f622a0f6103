using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A wallet store in memory that keeps every promise of the port.</summary>
public sealed partial class InMemoryWalletStore : IWalletStore
{
    readonly Lock _gate = new();
    readonly Dictionary<string, WalletPartition> _wallets = new(StringComparer.Ordinal);
    long _version;

    /// <summary>Which commits are stored; a test of the tests plugs in a mistake.</summary>
    public Func<WalletState?, ChunkCommit, bool> MayCommit { get; init; } = WriteRules.MayCommit;

    /// <summary>Positions stored for a wallet, in order of their ids.</summary>
    public IReadOnlyList<Position> PositionsOf(string wallet)
    {
        lock (_gate)
        {
            return [.. Partition(wallet).Positions.Values.Select(stored => stored.Position)];
        }
    }

    /// <summary>Value snapshots of a wallet by hour (UTC).</summary>
    public IReadOnlyDictionary<DateTimeOffset, WalletSnapshot> SnapshotsOf(string wallet)
    {
        lock (_gate)
        {
            return Partition(wallet).Snapshots.Where(entry => entry.Key.Granularity == Granularity.Hour).ToDictionary(entry => entry.Key.Period, entry => entry.Value);
        }
    }

    /// <summary>Records of runs stored for a wallet.</summary>
    public int RunCountOf(string wallet)
    {
        lock (_gate)
        {
            return Partition(wallet).Runs.Count;
        }
    }

    public Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, RunFinish? finish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(run.Wallet);
            if (!WriteRules.MayConfirm(partition.State, run, mark, finish is not null))
            {
                return Task.FromResult<WalletState?>(null);
            }

            var state = partition.State! with { Run = run, Marks = partition.State.Marks.With(mark), Version = NextVersion() };
            partition.State = finish is null ? state : With(state, run, finish);
            if (finish is not null)
            {
                partition.Record(run, finish);
            }

            return Task.FromResult<WalletState?>(partition.State);
        }
    }

    public Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, IReadOnlyList<Position> expected, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            var positions = partition.Positions.Values
                .Where(stored => range.Contains(stored.Position.Id))
                .Select(stored => new StoredPosition(
                    stored.Position.Id, stored.Position.Fingerprint, stored.Position.Row.ProviderRef, stored.ChangedBy.Provider, stored.Position.Row.Held));
            return Task.FromResult(new WalletRange(partition.State, [.. positions]));
        }
    }

    public Task<WalletState?> CommitAsync(ChunkCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Commit(Partition(commit.Run.Wallet), commit));
        }
    }

    public Task<RunFinish?> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(run.Wallet);
            if (!WriteRules.MayFinish(partition.State, run))
            {
                return Task.FromResult<RunFinish?>(null);
            }

            partition.State = With(partition.State!, run, finish) with { Version = NextVersion() };
            partition.Record(run, finish);
            return Task.FromResult<RunFinish?>(finish);
        }
    }

    public Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (WriteRules.MayRecord(partition.State, failure) && partition.TryRecord(wallet, failure) && WriteRules.MayFail(partition.State, failure))
            {
                partition.State = (partition.State ?? NewState(wallet)) with { LastFailure = failure, Version = NextVersion() };
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>Whether there is a record of a run.</summary>
    public bool HasRun(string wallet, string runId)
    {
        lock (_gate)
        {
            return Partition(wallet).Runs.ContainsKey(runId);
        }
    }

    public Task<RunRecord?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Partition(wallet).Runs.GetValueOrDefault(runId));
        }
    }

    WalletState? Commit(WalletPartition partition, ChunkCommit commit)
    {
        if (!MayCommit(partition.State, commit))
        {
            return null;
        }

        var state = partition.State ?? NewState(commit.Run.Wallet);
        state = state with { Run = commit.Run, Marks = state.Marks.With(commit.Mark), Version = NextVersion() };
        partition.State = commit.Finish is null ? state : With(state, commit.Run, commit.Finish);
        foreach (var position in commit.Upserts)
        {
            var since = partition.Positions.TryGetValue(position.Id, out var before) ? before.Since : commit.Run.StartedAt;
            partition.Positions[position.Id] = (position, commit.Run, since);
        }

        foreach (var id in commit.Removals)
        {
            partition.Positions.Remove(id);
        }

        if (commit.Finish is not null)
        {
            partition.Record(commit.Run, commit.Finish);
        }

        return partition.State;
    }

    static WalletState With(WalletState state, SyncRun run, RunFinish finish) => state with
    {
        LastFinish = new FinishedRun(run.Attempt, finish),
        WholeAt = finish.Total.PositionsKept == 0 ? run.StartedAt : state.WholeAt,
        ChangedAt = finish.Total is { PositionsWritten: 0, PositionsRemoved: 0 } ? state.ChangedAt : run.StartedAt,
    };

    static WalletState NewState(string wallet) => new() { Wallet = wallet, Version = string.Empty };

    WalletPartition Partition(string wallet)
    {
        if (!_wallets.TryGetValue(wallet, out var partition))
        {
            _wallets[wallet] = partition = new WalletPartition();
        }

        return partition;
    }

    string NextVersion() => $"\"{++_version}\"";
}
