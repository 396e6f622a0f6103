using System.Globalization;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

/// <summary>Transactions in memory, with the promises of the real store.</summary>
/// <param name="wallets">Where the states of the wallets are, which tell of deletions.</param>
public sealed class InMemoryTransactionStore(IWalletReader wallets) : ITransactionStore, ITransactionReader
{
    readonly Lock _gate = new();
    readonly Dictionary<string, Wallet> _wallets = new(StringComparer.Ordinal);
    int _version;

    /// <summary>Documents written so far, the states of histories aside.</summary>
    public int Writes { get; private set; }

    /// <summary>What is stored of a wallet in order of the ids, each with its fingerprint.</summary>
    public IReadOnlyList<(StoredTransaction Transaction, string Fingerprint)> TransactionsOf(string wallet)
    {
        lock (_gate)
        {
            return [.. Partition(wallet).Rows.Values];
        }
    }

    public Task<StoredHistory?> FindHistoryAsync(string wallet, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(Partition(wallet).History);
        }
    }

    public Task<IReadOnlyList<StoredMark>> ReadMarksAsync(
        string wallet, IReadOnlyCollection<string> ids, MinedWindow? window, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredMark>>([.. Partition(wallet).Rows.Values
                .Where(stored => ids.Contains(stored.Transaction.Id) || (window is { } stretch && IsInside(stretch, stored.Transaction.Row)))
                .Select(stored => new StoredMark(stored.Transaction.Id, stored.Fingerprint))]);
        }
    }

    public async Task<bool> CommitAsync(TransactionCommit commit, CancellationToken cancellationToken)
    {
        var state = await wallets.FindAsync(commit.Wallet, cancellationToken);
        if (commit.Version is null && state is not null && (commit.Next.Backfill is { } backfill ? state.IsClosedTo(backfill.StartedAt) : state.Deletion is not null))
        {
            return false;
        }

        lock (_gate)
        {
            var partition = Partition(commit.Wallet);
            if (partition.History?.Version != commit.Version)
            {
                return false;
            }

            foreach (var write in commit.Writes)
            {
                partition.Rows[write.Id] = (new StoredTransaction(write.Id, commit.Provider, WithoutFacts(write.Row)), write.Fingerprint);
            }

            foreach (var id in commit.Drops)
            {
                var (stored, _) = partition.Rows[id];
                partition.Rows[id] = (stored with { Row = stored.Row with { Status = TransactionStatuses.Dropped } }, string.Empty);
            }

            Writes += commit.Writes.Count + commit.Drops.Count;
            var history = commit.Next with { Stored = commit.Opened.Stored + commit.Writes.Count(write => write.IsNew) };
            partition.History = new StoredHistory(history, (++_version).ToString(CultureInfo.InvariantCulture));
            return true;
        }
    }

    public Task<TransactionSlice?> ReadAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (partition.History is not { } history)
            {
                return Task.FromResult<TransactionSlice?>(null);
            }

            var found = partition.Rows.Values
                .Select(stored => stored.Transaction)
                .Where(transaction => Matches(transaction.Row, filter) && (filter.After is not { } after || Compare(transaction, after) < 0))
                .OrderByDescending(transaction => transaction.Row.MinedAt)
                .ThenByDescending(transaction => transaction.Id, StringComparer.Ordinal)
                .Take(filter.PageSize + 1)
                .ToList();
            var shown = found.Take(filter.PageSize).ToList();
            return Task.FromResult<TransactionSlice?>(new TransactionSlice(
                history.History, shown, found.Count > shown.Count ? new TransactionPlace(shown[^1].Row.MinedAt, shown[^1].Id) : null));
        }
    }

    Wallet Partition(string wallet)
    {
        if (!_wallets.TryGetValue(wallet, out var partition))
        {
            partition = new Wallet();
            _wallets.Add(wallet, partition);
        }

        return partition;
    }

    static bool IsInside(MinedWindow window, WalletTransaction row) => row.MinedAt >= window.From && row.MinedAt <= window.To;

    static int Compare(StoredTransaction transaction, TransactionPlace place)
    {
        var byTime = transaction.Row.MinedAt.CompareTo(place.MinedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(transaction.Id, place.Id);
    }

    static bool Matches(WalletTransaction row, TransactionFilter filter) =>
        (filter.Network is null || row.Network == filter.Network)
        && (filter.Operation is null || row.Operation == filter.Operation)
        && (filter.Asset is null
            || row.Transfers.Any(transfer => transfer.Item.Asset == filter.Asset)
            || row.Approvals.Any(approval => approval.Item.Asset == filter.Asset))
        && (filter.Trash == TrashFilter.Include || row.IsTrash == (filter.Trash == TrashFilter.Only));

    static WalletTransaction WithoutFacts(WalletTransaction row) => row with
    {
        Transfers = [.. row.Transfers.Select(transfer => transfer with { Item = transfer.Item with { Facts = null } })],
        Approvals = [.. row.Approvals.Select(approval => approval with { Item = approval.Item with { Facts = null } })],
        Fee = row.Fee is { } fee ? fee with { Item = fee.Item with { Facts = null } } : null,
    };

    sealed class Wallet
    {
        public SortedDictionary<string, (StoredTransaction Transaction, string Fingerprint)> Rows { get; } = new(StringComparer.Ordinal);

        public StoredHistory? History { get; set; }
    }
}
