using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>Transactions and histories for tests.</summary>
public static class TransactionExamples
{
    /// <summary>The instant the examples are counted from.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A transfer of one token, mined the given number of minutes after <see cref="Noon"/>.</summary>
    public static WalletTransaction Transaction(int number, double? minutes = null, string network = "ethereum", string operation = "send", bool isTrash = false) => new()
    {
        ProviderRef = $"ref-{number}",
        Network = network,
        Hash = $"0x{number:x64}",
        Operation = operation,
        Status = "confirmed",
        MinedAt = Noon.AddMinutes(minutes ?? number),
        Block = 1000 + number,
        Nonce = number,
        From = "0xfrom",
        To = "0xto",
        Fee = new TransactionFee(Item("native", 21_000, network, "ETH"), 2000.5m),
        Transfers = [new TransactionTransfer { Direction = "out", Item = Item($"0x{number:x}", number, network), PriceUsd = 1.5m, Sender = "0xfrom", Recipient = "0xto" }],
        IsTrash = isTrash,
    };

    /// <summary>Transactions one minute apart, oldest first.</summary>
    public static IReadOnlyList<WalletTransaction> Rows(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(number => Transaction(number))];

    public static TransactionItem Item(string address, BigInteger amount, string network = "ethereum", string symbol = "TKN") => new()
    {
        Asset = new AssetKey(network, address),
        Facts = AssetExamples.Facts(symbol),
        RawAmount = amount,
        Decimals = 18,
    };

    /// <summary>A history whose newest run has stored a page.</summary>
    public static TransactionHistory History(string runId = "run-1", int page = 1) => new()
    {
        Newest = Noon.AddMinutes(10),
        Oldest = Noon,
        Backfill = new TransactionBackfill
        {
            RunId = runId,
            StartedAt = Noon.AddHours(1),
            Page = page,
            From = Noon.AddDays(-1),
            Cursor = "cursor-ü",
            Cursors = new CursorLoopDetector("mark", 3),
            CommittedBy = "message-1",
            Top = Noon.AddMinutes(10),
            Gap = "cut",
            IsBlind = true,
            Seen = ["tx:1", "tx:2"],
            Tally = new BackfillTally { Pages = 1, New = 2, Written = 3, Unchanged = 4, Skipped = 5, Requests = 6 },
        },
    };

    public static TransactionCommit Commit(
        string wallet, string? version, IReadOnlyList<WalletTransaction>? rows = null, TransactionHistory? next = null, TransactionHistory? opened = null,
        bool areNew = true, IReadOnlyList<string>? drops = null) => new()
    {
        Wallet = wallet,
        Version = version,
        Opened = opened ?? new TransactionHistory(),
        Next = next ?? History(),
        Provider = "test",
        Writes = [.. (rows ?? []).Select(row => new TransactionWrite(TransactionId.For(row), TransactionFingerprint.Of(row), row, areNew))],
        Drops = drops ?? [],
    };
}
