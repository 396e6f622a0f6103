using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Http;

/// <summary>Query string parameters, each defined once for all routes.</summary>
static class ApiParameters
{
    public static readonly SlugParameter Network = new("network", "Only this network, by its slug such as 'ethereum'; absent, all.", ApiDefaults.MaxSlugLength);

    public static readonly SlugParameter PositionType = new("type", "Only positions of this type, such as 'wallet', 'staked' or 'loan'; absent, all.", ApiDefaults.MaxSlugLength);

    public static readonly AmountParameter MinValueUsd = new("minValueUsd", "Only positions worth at least this much in US dollars; those without a value are left out.");

    public static readonly ChoiceParameter<SpamFilter> Spam = new(
        "spam", "Whether positions in spam assets are listed. They are never in totals.",
        [("include", SpamFilter.Include), ("exclude", SpamFilter.Exclude), ("only", SpamFilter.Only)]);

    public static readonly ChoiceParameter<PositionOrder> Sort = new(
        "sort", "Order of the positions: by id, by value ascending or, with a minus, descending. Positions without a value are last.",
        [("id", PositionOrder.Id), ("value", PositionOrder.Value), ("-value", PositionOrder.ValueDescending)]);

    public static readonly IntegerParameter PageSize = new("pageSize", "Maximum number of rows per page.", ApiDefaults.PageSize, ApiDefaults.MaxPageSize);

    public static readonly IntegerParameter WalletPageSize = new("pageSize", "Maximum number of wallets per page.", ApiDefaults.WalletPageSize, ApiDefaults.MaxWalletPageSize);

    public static readonly IntegerParameter ReplayMax = new("max", "Maximum number of messages to replay.", ApiDefaults.MaxReplay, ApiDefaults.MaxReplay);

    public static readonly ChoiceParameter<bool> Force = new(
        "force", "Whether a run is started even if one has just ended.", [("false", false), ("true", true)]);

    public static readonly TextParameter Continuation = new(
        "continuation", "The continuation of the previous page; all other parameters must be the same.", ApiDefaults.MaxContinuationLength);

    public static readonly InstantParameter From = new("from", "First instant of the range in ISO 8601; absent, 30 days before its end.");

    public static readonly InstantParameter To = new("to", "First instant after the range in ISO 8601; absent, now.");

    public static readonly ChoiceParameter<Granularity> Granularity = new(
        "granularity", "The last value of each day (UTC) or of each hour. Hours are kept for 35 days.",
        [("day", Sync.Wallets.Granularity.Day), ("hour", Sync.Wallets.Granularity.Hour)]);

    public static readonly ChoiceParameter<bool> Current = new(
        "current", "Whether to include the current value, at the registry's current prices.", [("false", false), ("true", true)]);

    public static readonly ChoiceParameter<bool?> Transactions = new(
        "transactions", "Whether the run also fetches transactions; absent, as set by Sync:Transactions:Enabled.",
        [("default", null), ("true", true), ("false", false)]);

    public static readonly SlugParameter Operation = new("operation", "Only transactions with this operation, such as 'trade'; absent, all.", ApiDefaults.MaxSlugLength);

    public static readonly AssetParameter Asset = new("asset", "Only transactions that transferred or approved this asset; absent, all.", ApiDefaults.MaxAssetLength);

    public static readonly ChoiceParameter<TrashFilter> Trash = new(
        "trash", "Whether transactions that the provider marks as trash are listed.",
        [("exclude", TrashFilter.Exclude), ("include", TrashFilter.Include), ("only", TrashFilter.Only)]);

    public static readonly TextParameter Search = new(
        "q", "Start of the symbol or name in any case, or a whole contract address; absent, all assets.", ApiDefaults.MaxSearchLength);

    public static readonly ChoiceParameter<bool> Probe = new(
        "probe", "'live' checks the process alone, 'ready' its dependencies too.", [("ready", false), ("live", true)]);
}
