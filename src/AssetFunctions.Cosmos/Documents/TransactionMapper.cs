using System.Globalization;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Cosmos.Documents;

static class TransactionMapper
{
    /// <summary>Sorts after every transaction.</summary>
    public const string SortOfHistory = "~";

    /// <summary>Sort key of a transaction in one indexed path: fifteen digits of milliseconds since 1970, then the id.</summary>
    public static string SortOf(DateTimeOffset minedAt, string id) =>
        $"{Math.Max(0, minedAt.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture)}:{id}";

    public static TransactionDocument ToDocument(string wallet, string provider, TransactionWrite write) => new()
    {
        Id = write.Id,
        Wallet = wallet,
        Fp = write.Fingerprint,
        Sort = SortOf(write.Row.MinedAt, write.Id),
        Ref = write.Row.ProviderRef,
        Network = write.Row.Network,
        Hash = write.Row.Hash,
        Operation = write.Row.Operation,
        Status = write.Row.Status,
        MinedMs = write.Row.MinedAt.ToUnixTimeMilliseconds(),
        Block = write.Row.Block,
        Nonce = write.Row.Nonce,
        From = write.Row.From,
        To = write.Row.To,
        Fee = write.Row.Fee is { } fee ? ToDocument(fee) : null,
        Transfers = write.Row.Transfers.Count == 0 ? null : [.. write.Row.Transfers.Select(ToDocument)],
        Approvals = write.Row.Approvals.Count == 0 ? null : [.. write.Row.Approvals.Select(ToDocument)],
        Application = write.Row.Application,
        Method = write.Row.Method,
        Trash = write.Row.IsTrash ? true : null,
        Provider = provider,
    };

    public static StoredTransaction ToStored(TransactionDocument document) => new(document.Id, document.Provider, new WalletTransaction
    {
        ProviderRef = document.Ref,
        Network = document.Network,
        Hash = document.Hash,
        Operation = document.Operation,
        Status = document.Status,
        MinedAt = DateTimeOffset.FromUnixTimeMilliseconds(document.MinedMs),
        Block = document.Block,
        Nonce = document.Nonce,
        From = document.From,
        To = document.To,
        Fee = document.Fee is { } fee ? new TransactionFee(ToItem(document.Network, fee), fee.PriceUsd) : null,
        Transfers = [.. (document.Transfers ?? []).Select(transfer => new TransactionTransfer
        {
            Direction = transfer.Direction,
            Item = ToItem(document.Network, transfer),
            PriceUsd = transfer.PriceUsd,
            Sender = transfer.Sender,
            Recipient = transfer.Recipient,
        })],
        Approvals = [.. (document.Approvals ?? []).Select(approval => new TransactionApproval
        {
            Item = ToItem(document.Network, approval),
            Owner = approval.Owner,
            Spender = approval.Spender,
        })],
        Application = document.Application,
        Method = document.Method,
        IsTrash = document.Trash == true,
    });

    public static HistoryDocument ToDocument(string wallet, TransactionHistory history) => new()
    {
        Wallet = wallet,
        Newest = history.Newest,
        Oldest = history.Oldest,
        ReachesBack = history.ReachesBack,
        Reason = history.Reason,
        Stored = history.Stored,
        Backfill = history.Backfill,
    };

    public static TransactionHistory ToHistory(HistoryDocument document) => new()
    {
        Newest = document.Newest,
        Oldest = document.Oldest,
        ReachesBack = document.ReachesBack,
        Reason = document.Reason,
        Stored = document.Stored,
        Backfill = document.Backfill,
    };

    static FeeDocument ToDocument(TransactionFee fee) => new()
    {
        Asset = fee.Item.Asset?.ContractAddress,
        Collectible = ToDocument(fee.Item.Collectible),
        RawAmount = fee.Item.RawAmount,
        Decimals = fee.Item.Decimals,
        Scale = fee.Item.Scale,
        PriceUsd = fee.PriceUsd,
    };

    static TransferDocument ToDocument(TransactionTransfer transfer) => new()
    {
        Direction = transfer.Direction,
        Asset = transfer.Item.Asset?.ContractAddress,
        Collectible = ToDocument(transfer.Item.Collectible),
        RawAmount = transfer.Item.RawAmount,
        Decimals = transfer.Item.Decimals,
        Scale = transfer.Item.Scale,
        PriceUsd = transfer.PriceUsd,
        Sender = transfer.Sender,
        Recipient = transfer.Recipient,
    };

    static ApprovalDocument ToDocument(TransactionApproval approval) => new()
    {
        Asset = approval.Item.Asset?.ContractAddress,
        Collectible = ToDocument(approval.Item.Collectible),
        RawAmount = approval.Item.RawAmount,
        Decimals = approval.Item.Decimals,
        Scale = approval.Item.Scale,
        Owner = approval.Owner,
        Spender = approval.Spender,
    };

    static CollectibleDocument? ToDocument(Collectible? collectible) =>
        collectible is null ? null : new CollectibleDocument(collectible.ContractAddress, collectible.TokenId, collectible.Name);

    static TransactionItem ToItem(string network, ItemDocument item) => new()
    {
        Asset = item.Asset is { } address ? new AssetKey(network, address) : null,
        Collectible = item.Collectible is { } collectible ? new Collectible(collectible.Contract, collectible.Token, collectible.Name) : null,
        RawAmount = item.RawAmount,
        Decimals = item.Decimals,
        Scale = item.Scale,
    };
}
