using AssetFunctions.Http;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Queries;

namespace AssetFunctions.Functions;

sealed record PriceModel(decimal Usd, DateTimeOffset AsOf, string Provider, SuspectModel? Suspect)
{
    public static PriceModel? Of(AssetPrice? price) => price is null
        ? null
        : new PriceModel(
            price.Usd, price.AsOf, price.Provider,
            price.Suspect is { } suspect ? new SuspectModel(suspect.Usd, suspect.AsOf, suspect.Provider) : null);
}

/// <summary>A price that differs too much from the one before and waits for confirmation by a second one.</summary>
sealed record SuspectModel(decimal Usd, DateTimeOffset AsOf, string Provider);

/// <summary>Market figures of an asset over all its networks. The change is in percent; a null figure is unknown.</summary>
sealed record MarketModel(
    decimal? CapUsd, decimal? Volume24hUsd, decimal? Change24h, DateTimeOffset? ListedSince, DateTimeOffset AsOf, string Provider)
{
    public static MarketModel? Of(MarketData? market) => market is null
        ? null
        : new MarketModel(market.CapUsd, market.Volume24hUsd, market.Change24h, market.ListedSince, market.AsOf, market.Provider);
}

sealed record AssetModel(
    string Network, string ContractAddress, string Symbol, string Name, int Decimals, string? IconUrl, bool Verified, SpamModel Spam,
    PriceModel? Price, MarketModel? Market, string? Website, string? GroupId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>How positions of the asset count toward totals, and why; absent in lists.</summary>
    public WhyModel? Why { get; init; }

    public static AssetModel Of(Asset asset, SpamVerdict spam) => new(
        asset.Key.Network, asset.Key.ContractAddress, asset.Facts.Symbol, asset.Facts.Name, asset.Facts.Decimals, asset.Facts.IconUrl,
        asset.Facts.Verified == true, SpamModel.Of(spam), PriceModel.Of(asset.Price), MarketModel.Of(asset.Market), asset.Website,
        asset.Facts.GroupId, asset.CreatedAt, asset.UpdatedAt);
}

/// <summary>How positions of an asset count toward totals, and what that follows from.</summary>
/// <param name="PriceCheck">The last comparison of the price with another provider, or null where none was needed.</param>
sealed record WhyModel(AssetCounting Counts, DecisionBasis Because, PriceCheckModel? PriceCheck)
{
    public static WhyModel Of(AssetDecision decision) => new(
        decision.Counts,
        decision.Because,
        decision.Check is { } check ? new PriceCheckModel(check.Provider, check.CheckedAt, check.Usd, check.MaxUsd) : null);
}

/// <summary>A comparison of a price with another provider.</summary>
/// <param name="ConfirmedUsd">The confirmed price, or null where it was not confirmed.</param>
/// <param name="MaxValueUsd">Largest value in one wallet that the check supports, or null for any.</param>
sealed record PriceCheckModel(string Provider, DateTimeOffset CheckedAt, decimal? ConfirmedUsd, decimal? MaxValueUsd);

/// <summary>The spam verdict on an asset, its origin, and the reason if it is spam.</summary>
sealed record SpamModel(SpamState State, SpamSource Source, SpamReason? Reason)
{
    public static SpamModel Of(SpamVerdict verdict) => new(verdict.State, verdict.Basis, verdict.Reason);
}

sealed record PricesModel(string Network, string ContractAddress, DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<PricePointModel> Prices)
{
    public static PricesModel Of(AssetKey key, TimeRange range, IReadOnlyList<PricePoint> points) =>
        new(key.Network, key.ContractAddress, range.RequestedFrom, range.RequestedTo, [.. points.Select(point => new PricePointModel(point.AsOf, point.Usd, point.Provider))]);
}

sealed record PricePointModel(DateTimeOffset AsOf, decimal Usd, string Provider);

/// <summary>A page of assets: verified ones first, then those with a price.</summary>
sealed record AssetsModel(IReadOnlyList<AssetModel> Assets, string? Continuation);
