using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Http;

/// <summary>The parameters of query strings, each in one place however many routes take it.</summary>
static class ApiParameters
{
    public static readonly SlugParameter Network = new("network", "Only this network, by its slug such as 'ethereum'; absent, all.", ApiDefaults.MaxSlugLength);

    public static readonly SlugParameter PositionType = new("type", "Only positions of this type, such as 'wallet', 'staked' or 'loan'; absent, all.", ApiDefaults.MaxSlugLength);

    public static readonly AmountParameter MinValueUsd = new("minValueUsd", "Only positions worth at least so many US dollars; one without a value reaches no minimum.");

    public static readonly ChoiceParameter<SpamFilter> Spam = new(
        "spam", "Whether positions of spam assets are shown. They are never in totals.",
        [("include", SpamFilter.Include), ("exclude", SpamFilter.Exclude), ("only", SpamFilter.Only)]);

    public static readonly ChoiceParameter<PositionOrder> Sort = new(
        "sort", "Order of the positions: by id, by value ascending or, with a minus, descending. Positions without a value are last.",
        [("id", PositionOrder.Id), ("value", PositionOrder.Value), ("-value", PositionOrder.ValueDescending)]);

    public static readonly IntegerParameter PageSize = new("pageSize", "Most rows of a page.", ApiDefaults.PageSize, ApiDefaults.MaxPageSize);

    public static readonly IntegerParameter WalletPageSize = new("pageSize", "Most wallets of a page.", ApiDefaults.WalletPageSize, ApiDefaults.MaxWalletPageSize);

    public static readonly IntegerParameter ReplayMax = new("max", "Most messages to put back.", ApiDefaults.MaxReplay, ApiDefaults.MaxReplay);

    public static readonly ChoiceParameter<bool> Force = new(
        "force", "Whether a run is started although one ended a moment ago.", [("false", false), ("true", true)]);

    public static readonly TextParameter Continuation = new(
        "continuation", "The continuation of the page before; it works with the same other parameters only.", ApiDefaults.MaxContinuationLength);

    public static readonly InstantParameter From = new("from", "First instant of the range in ISO 8601; absent, 30 days before its end.");

    public static readonly InstantParameter To = new("to", "First instant after the range in ISO 8601; absent, now.");

    public static readonly ChoiceParameter<Granularity> Granularity = new(
        "granularity", "The last value of each day (UTC) or of each hour. Hours are kept for 35 days.",
        [("day", Sync.Wallets.Granularity.Day), ("hour", Sync.Wallets.Granularity.Hour)]);

    public static readonly ChoiceParameter<bool> Current = new(
        "current", "Whether the value as of now, at the registry's present prices, is told too.", [("false", false), ("true", true)]);

    public static readonly ChoiceParameter<bool?> Transactions = new(
        "transactions", "Whether the run fetches the transactions too; absent, what the setting Sync:Transactions:Enabled says.",
        [("default", null), ("true", true), ("false", false)]);

    public static readonly SlugParameter Operation = new("operation", "Only transactions that did this, such as 'trade'; absent, all.", ApiDefaults.MaxSlugLength);

    public static readonly AssetParameter Asset = new("asset", "Only transactions that moved this asset or gave a permission about it; absent, all.", ApiDefaults.MaxAssetLength);

    public static readonly ChoiceParameter<TrashFilter> Trash = new(
        "trash", "Whether transactions that the provider calls trash for this wallet are shown.",
        [("exclude", TrashFilter.Exclude), ("include", TrashFilter.Include), ("only", TrashFilter.Only)]);

    public static readonly TextParameter Search = new(
        "q", "Beginning of the symbol or the name in any case, or a whole contract address; absent, every asset.", ApiDefaults.MaxSearchLength);

    public static readonly ChoiceParameter<bool> Probe = new(
        "probe", "'live' asks only whether the process lives, 'ready' also whether its dependencies answer.", [("ready", false), ("live", true)]);
}
