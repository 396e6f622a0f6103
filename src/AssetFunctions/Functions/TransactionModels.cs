using AssetFunctions.Sync;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Functions;

sealed record TransactionsModel(string Wallet, TransactionHistoryModel History, IReadOnlyList<TransactionModel> Transactions, string? Continuation)
{
    public static TransactionsModel Of(string wallet, TransactionReport report, string? continuation) => new(
        wallet,
        TransactionHistoryModel.Of(report.Slice.History),
        [.. report.Slice.Transactions.Select(transaction => TransactionModel.Of(wallet, transaction, report))],
        continuation);
}

/// <summary>Coverage of the stored history: it is complete between the two instants.</summary>
sealed record TransactionHistoryModel(
    string Status, string? Reason, bool IsFetching, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset? AsOf, int Transactions, TransactionRunModel? LastRun)
{
    public static TransactionHistoryModel Of(TransactionHistory history)
    {
        var isFetching = history.Backfill is { HasEnded: false };
        return new TransactionHistoryModel(
            history.IsComplete ? "complete" : "partial",
            history.Reason ?? (history.IsComplete ? null : "the history is still being fetched"),
            isFetching, history.Oldest, history.Newest, history.Backfill?.StartedAt, history.Stored, TransactionRunModel.Of(history.Backfill));
    }
}

/// <summary>Progress of the latest run that fetched transactions.</summary>
/// <param name="Pages">Pages stored.</param>
/// <param name="Added">Transactions that were not stored before.</param>
/// <param name="Unchanged">Transactions that were stored already.</param>
/// <param name="Requests">Database requests.</param>
sealed record TransactionRunModel(string RunId, int Pages, int Added, int Unchanged, int Requests)
{
    public static TransactionRunModel? Of(TransactionBackfill? backfill) =>
        backfill is null ? null : new(backfill.RunId, backfill.Tally.Pages, backfill.Tally.New, backfill.Tally.Unchanged, backfill.Tally.Requests);
}

sealed record TransactionModel
{
    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string Hash { get; init; }

    public required string Operation { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset MinedAt { get; init; }

    public long? Block { get; init; }

    public long? Nonce { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public FeeModel? Fee { get; init; }

    public required IReadOnlyList<TransferModel> Transfers { get; init; }

    public required IReadOnlyList<ApprovalModel> Approvals { get; init; }

    public string? Application { get; init; }

    public string? Method { get; init; }

    public required bool IsTrash { get; init; }

    public required string Provider { get; init; }

    public static TransactionModel Of(string wallet, StoredTransaction transaction, TransactionReport report) => new()
    {
        Id = transaction.Id,
        Network = transaction.Row.Network,
        Hash = transaction.Row.Hash,
        Operation = transaction.Row.Operation,
        Status = transaction.Row.Status,
        MinedAt = transaction.Row.MinedAt,
        Block = transaction.Row.Block,
        Nonce = transaction.Row.Nonce,
        From = transaction.Row.From,
        To = transaction.Row.To,
        Fee = transaction.Row.Fee is { } fee ? new FeeModel(ItemModel.Of(fee.Item, report), fee.PriceUsd) : null,
        Transfers =
        [
            .. transaction.Row.Transfers.Select(transfer =>
                new TransferModel(
                    transfer.Direction, ItemModel.Of(transfer.Item, report), transfer.PriceUsd, transfer.Sender, transfer.Recipient,
                    Poisoning.IsPoisoning(wallet, transaction.Row, transfer, report.SpamOf(transfer.Item)))),
        ],
        Approvals = [.. transaction.Row.Approvals.Select(approval => new ApprovalModel(ItemModel.Of(approval.Item, report), approval.Owner, approval.Spender))],
        Application = transaction.Row.Application,
        Method = transaction.Row.Method,
        IsTrash = transaction.Row.IsTrash,
        Provider = transaction.Provider,
    };
}

sealed record FeeModel(ItemModel Item, decimal? PriceUsd);

/// <summary>One transfer, with the price at the time of the transaction.</summary>
/// <param name="Poisoning">True for address poisoning: a fake transfer made so that its recipient is copied from the history. No payment of the wallet.</param>
sealed record TransferModel(string Direction, ItemModel Item, decimal? PriceUsd, string? Sender, string? Recipient, bool Poisoning);

sealed record ApprovalModel(ItemModel Item, string? Owner, string? Spender);

/// <summary>An amount of an asset, with its symbol and name from the registry, or a collectible.</summary>
sealed record ItemModel(string? ContractAddress, string? Symbol, string? AssetName, CollectibleModel? Collectible, string RawAmount, int Decimals, decimal? Scale, string Amount, SpamModel Spam)
{
    public static ItemModel Of(TransactionItem item, TransactionReport report)
    {
        var facts = item.Asset is { } key ? report.Assets.GetValueOrDefault(key)?.Facts : null;
        return new ItemModel(
            item.Asset?.ContractAddress, facts?.Symbol, facts?.Name,
            item.Collectible is { } nft ? new CollectibleModel(nft.ContractAddress, nft.TokenId, nft.Name) : null,
            item.RawAmount.ToString(), item.Decimals, item.Scale, RawAmounts.Text(item.RawAmount, item.Decimals, item.Scale),
            SpamModel.Of(report.SpamOf(item)));
    }
}

sealed record CollectibleModel(string ContractAddress, string TokenId, string? Name);
