using System.Globalization;
using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>A history of every kind of transaction, one per minute and newest first, for the providers of transactions.</summary>
public static class TransactionProviderExamples
{
    public const string Wallet = "0x00000000000000000000000000000000000a11ce";

    const string Other = "0x0000000000000000000000000000000000000b0b";
    const string Stable = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
    const string Collection = "0xbc4ca0eda7647a8ab7c2061c2e118a18a936f13d";
    const int Kinds = 5;

    public static readonly BigInteger Largest = (BigInteger.One << 256) - 1;

    /// <summary>When the newest of them was mined.</summary>
    public static DateTimeOffset Newest { get; } = new(2026, 11, 20, 8, 0, 0, 125, TimeSpan.Zero);

    public static IReadOnlyList<WalletTransaction> History(int count) => [.. Enumerable.Range(0, count).Select(Transaction)];

    /// <summary>A comparable form of everything in a transaction.</summary>
    public static string Describe(WalletTransaction transaction) => string.Create(
        CultureInfo.InvariantCulture,
        $"{transaction.ProviderRef} {transaction.Network} {transaction.Hash} {transaction.Operation} {transaction.Status} {transaction.MinedAt:O} {transaction.Block} {transaction.Nonce} {transaction.From} {transaction.To} {transaction.Application} {transaction.Method} {transaction.IsTrash} fee({Describe(transaction.Fee?.Item)} {transaction.Fee?.PriceUsd}) transfers({string.Join("; ", transaction.Transfers.Select(Describe))}) approvals({string.Join("; ", transaction.Approvals.Select(Describe))})");

    static WalletTransaction Transaction(int number)
    {
        var plain = new WalletTransaction
        {
            ProviderRef = $"tx-{number}",
            Network = "ethereum",
            Hash = $"0x{number:x64}",
            Operation = "execute",
            Status = "confirmed",
            MinedAt = Newest - TimeSpan.FromMinutes(number),
            Block = 21_000_000 - number,
            Nonce = number,
            From = Wallet,
            To = Other,
            Fee = new TransactionFee(Coin(210_000_000_000_001), 2650.5m),
        };
        return (number % Kinds) switch
        {
            0 => plain with
            {
                Operation = "trade",
                Application = "Sample Swap",
                Method = "execute",
                Transfers = [Moved("out", Dollars(2_500_000_001), 1m), Moved("in", Coin(943_396_226_415_094_339), 2650.5m), Moved("in", Dollars(1), null)],
            },
            1 => plain with { Operation = "approve", Approvals = [new TransactionApproval { Item = Dollars(Largest), Owner = Wallet, Spender = Other }] },
            2 => plain with
            {
                Operation = "mint",
                Transfers = [Moved("in", new TransactionItem { Collectible = new Collectible(Collection, Largest.ToString(CultureInfo.InvariantCulture), "Sample #1"), RawAmount = 1, Decimals = 0 }, null)],
            },
            3 => plain with { Operation = "teleport", Status = "failed", Fee = null },
            _ => plain with { Operation = "receive", IsTrash = true, From = Other, To = Wallet, Fee = null, Transfers = [Moved("in", Dollars(7), null)] },
        };
    }

    static TransactionTransfer Moved(string direction, TransactionItem item, decimal? price)
    {
        var isIn = direction == "in";
        return new TransactionTransfer { Direction = direction, Item = item, PriceUsd = price, Sender = isIn ? Other : Wallet, Recipient = isIn ? Wallet : Other };
    }

    static TransactionItem Dollars(BigInteger amount) => Amount(Stable, "USDC", "USD Coin", 6, amount);

    static TransactionItem Coin(BigInteger amount) => Amount(AssetIdentity.Native, "ETH", "Ethereum", 18, amount);

    static TransactionItem Amount(string contract, string symbol, string name, int decimals, BigInteger amount) => new()
    {
        Asset = new AssetKey("ethereum", contract),
        Facts = new AssetFacts { Symbol = symbol, Name = name, Decimals = decimals, Verified = true },
        RawAmount = amount,
        Decimals = decimals,
    };

    static string Describe(TransactionTransfer transfer) =>
        string.Create(CultureInfo.InvariantCulture, $"{transfer.Direction} {Describe(transfer.Item)} {transfer.PriceUsd} {transfer.Sender} {transfer.Recipient}");

    static string Describe(TransactionApproval approval) => $"{Describe(approval.Item)} {approval.Owner} {approval.Spender}";

    static string Describe(TransactionItem? item) =>
        item is null ? "none" : $"{item.Asset} {item.Facts} {item.Collectible} {item.RawAmount} {item.Decimals}";
}
