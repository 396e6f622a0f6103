using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Faults;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Sync.Tests.Phases.Transactions;

/// <summary>The whole pipeline with a wallet that has transactions; its time is that of the examples, one day later.</summary>
sealed class TransactionDriver
{
    public const string Wallet = TestRows.Wallet;

    public TransactionDriver(int instances = 1, int seed = 1, StoreFaults? faults = null, int maxPages = TransactionsDefaults.MaxPages)
    {
        Pipeline = new SyncDriver(instances, seed, faults, maxPages: maxPages);
        Pipeline.Provider.Returns(TestRows.Positions(1));
    }

    public SyncDriver Pipeline { get; }

    public IReadOnlyList<WalletTransaction> Ledger
    {
        get => Pipeline.Ledger.Ledger;
        set => Pipeline.Ledger.Ledger = value;
    }

    /// <summary>Ids and fingerprints of the stored transactions.</summary>
    public IReadOnlyList<(string Id, string Fingerprint)> Stored =>
        [.. Pipeline.Transactions.TransactionsOf(Wallet).Select(stored => (stored.Transaction.Id, stored.Fingerprint))];

    public TransactionHistory? History => Pipeline.Transactions.FindHistoryAsync(Wallet, default).Result?.History;

    /// <summary>Syncs the wallet and its transactions and processes all resulting messages.</summary>
    public async Task SyncAsync(string runId)
    {
        Pipeline.Request(runId, transactions: true);
        await Pipeline.DrainAsync();
        Pipeline.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    /// <summary>Delivers the waiting message at an index.</summary>
    public Task StepAsync(int index = 0) => Pipeline.StepAsync(index);

    /// <summary>Processes everything but the pages of transactions.</summary>
    public async Task DrainPositionsAsync()
    {
        while (Pipeline.Waiting.FindIndex(message => message.Queue != QueueNames.SyncTransactions) is >= 0 and var index)
        {
            await StepAsync(index);
        }
    }

    /// <summary>The expected contents of a store with the whole ledger.</summary>
    public static IReadOnlyList<(string Id, string Fingerprint)> Expected(IEnumerable<WalletTransaction> rows) =>
        [.. rows.Select(row => (TransactionId.For(row), TransactionFingerprint.Of(row))).OrderBy(row => row.Item1, StringComparer.Ordinal)];

    /// <summary>Transactions one minute apart, all of them mined before the driver's time begins.</summary>
    public static IReadOnlyList<WalletTransaction> Rows(int count, int first = 0) => TransactionExamples.Rows(count, first);
}
