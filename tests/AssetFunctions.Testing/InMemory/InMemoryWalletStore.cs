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

    public Task<WalletState?> TryConfirmAsync(SyncRun run, ChunkMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(run.Wallet);
            if (partition.State is not { } state
                || !state.IsOpenFor(run)
                || !state.Marks.TryGetValue(mark.Index, out var known)
                || known.Digest != mark.Digest)
            {
                return Task.FromResult<WalletState?>(null);
            }

            partition.State = state with { Run = run, Marks = state.Marks.SetItem(mark.Index, mark), Version = NextVersion() };
            return Task.FromResult<WalletState?>(partition.State.ToState());
        }
    }

    public Task<WalletRange> ReadRangeAsync(string wallet, PositionRange range, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            var positions = partition.Positions.Values
                .Where(stored => string.CompareOrdinal(stored.Position.Id, range.From) >= 0 && string.CompareOrdinal(stored.Position.Id, range.To) < 0)
                .Select(stored => new StoredPosition(
                    stored.Position.Id, stored.Position.Fingerprint, stored.Position.Row.ProviderRef, stored.ChangedBy.Source, stored.Position.Row.Held));
            return Task.FromResult(new WalletRange(partition.State?.ToState(), [.. positions]));
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

    public Task<bool> FinishAsync(SyncRun run, RunFinish finish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(run.Wallet);
            if (partition.State is not { } state || !state.IsAliveAt(run.StartedAt) || state.Run?.Attempt != run.Attempt || state.IsFinished(run))
            {
                return Task.FromResult(false);
            }

            partition.State = state.With(run, finish) with { Version = NextVersion() };
            partition.Record(run, finish);
            return Task.FromResult(true);
        }
    }

    public Task FailAsync(string wallet, RunFailure failure, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (partition.State is null && RegistrationDefaults.IsForgotten(failure.StartedAt, failure.FailedAt))
            {
                return Task.CompletedTask;
            }

            var state = partition.State ?? new StoredState();
            if (!state.IsAliveAt(failure.StartedAt) || !partition.TryRecord(wallet, failure))
            {
                return Task.CompletedTask;
            }

            if (!(state.Run?.StartedAt > failure.StartedAt) && !(state.Failure?.StartedAt > failure.StartedAt))
            {
                partition.State = state with { Failure = failure, Version = NextVersion() };
            }

            return Task.CompletedTask;
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
        if (!IsValid(partition.State, commit))
        {
            return null;
        }

        var state = partition.State ?? new StoredState();
        var marks = state.Run?.Layout == commit.Run.Layout ? state.Marks : state.Marks.Clear();
        state = state with { Run = commit.Run, Marks = marks.SetItem(commit.Mark.Index, commit.Mark), Version = NextVersion() };
        partition.State = commit.Finish is null ? state : state.With(commit.Run, commit.Finish);
        foreach (var position in commit.Upserts)
        {
            partition.Positions[position.Id] = (position, commit.Run);
        }

        foreach (var id in commit.Removals)
        {
            partition.Positions.Remove(id);
        }

        if (commit.Finish is not null)
        {
            partition.Record(commit.Run, commit.Finish);
        }

        return partition.State.ToState();
    }

    static bool IsValid(StoredState? state, ChunkCommit commit)
    {
        if (state is null || commit.Basis is null)
        {
            return state is null && commit.Basis is null;
        }

        var isRunOpen = state.IsAliveAt(commit.Run.StartedAt)
            && (state.Run is null || (StoredState.IsNotNewer(state.Run, commit.Run) && !state.IsFinished(commit.Run)));
        return commit.Finish is not null || commit.Basis.Run?.Layout != commit.Run.Layout
            ? isRunOpen && state.Version == commit.Basis.Version
            : state.IsOpenFor(commit.Run) && IsSameMark(state.Marks.GetValueOrDefault(commit.Mark.Index), commit.Basis.Marks.GetValueOrDefault(commit.Mark.Index));
    }

    static bool IsSameMark(ChunkMark? stored, ChunkMark? basis) => stored?.Attempt == basis?.Attempt && stored?.Digest == basis?.Digest;

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
