using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryWalletStore
{
    sealed class WalletPartition
    {
        public WalletState? State { get; set; }

        /// <summary>Positions by id, each with the run that last changed it.</summary>
        public SortedDictionary<string, (Position Position, SyncRun ChangedBy, DateTimeOffset Since)> Positions { get; } = new(StringComparer.Ordinal);

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
}
