using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Sync.Queries;

/// <summary>How positions of an asset count toward totals, and why.</summary>
/// <param name="Counts">How they count.</param>
/// <param name="Because">What that follows from.</param>
public sealed record AssetDecision(AssetCounting Counts, DecisionBasis Because)
{
    /// <summary>Result of the last price check, or null where the price was never checked or needs no check.</summary>
    public PriceConfirmation? Check { get; init; }

    /// <param name="asset">The asset, at its own price.</param>
    /// <param name="verdict">Verdict on it.</param>
    /// <param name="trust">What the platform decided about it, or null for nothing.</param>
    public static AssetDecision Of(Asset asset, SpamVerdict verdict, AssetTrust? trust)
    {
        ArgumentNullException.ThrowIfNull(asset);
        var isDebt = DebtTokens.Contains(asset.Facts);
        return verdict.State switch
        {
            SpamState.Spam => new AssetDecision(AssetCounting.NotAtAll, verdict.Basis == SpamSource.Override ? DecisionBasis.Override : DecisionBasis.Spam),
            SpamState.Unknown when isDebt => new AssetDecision(AssetCounting.NotAtAll, DecisionBasis.DebtToken),
            _ when asset.PricedBy(trust).Price is null => new AssetDecision(AssetCounting.NotAtAll, DecisionBasis.PriceUnknown),
            SpamState.Verified => new AssetDecision(isDebt ? AssetCounting.AsDebt : AssetCounting.InFull, BasisOf(verdict.Basis)),
            _ => OfUnvouched(asset.PricedBy(trust).Price!.Usd, trust?.Confirmation),
        };
    }

    static AssetDecision OfUnvouched(decimal usd, PriceConfirmation? check) =>
        ConfirmationRules.ConfirmedPrice(check, usd) is null
            ? new AssetDecision(AssetCounting.WithinBound, check is null ? DecisionBasis.Unvouched : DecisionBasis.PriceNotConfirmed) { Check = check }
            : new AssetDecision(AssetCounting.InFull, DecisionBasis.PriceConfirmed) { Check = check };

    static DecisionBasis BasisOf(SpamSource basis) => basis switch
    {
        SpamSource.Override => DecisionBasis.Override,
        SpamSource.Setting => DecisionBasis.Setting,
        SpamSource.Provider => DecisionBasis.Provider,
        _ => DecisionBasis.KnownAssets,
    };
}

/// <summary>How positions of an asset count toward the total of a wallet.</summary>
public enum AssetCounting
{
    /// <summary>With their value; where a price check is the reason, at no more than <see cref="ConfirmationRules.Tolerance"/> times the confirmed price.</summary>
    InFull,

    /// <summary>As far as the <see cref="Positions.UnvouchedBound"/> of the wallet admits.</summary>
    WithinBound,

    /// <summary>As debt.</summary>
    AsDebt,

    /// <summary>Not at all. A value that a provider states for a position without a price still counts within the bound.</summary>
    NotAtAll,
}

/// <summary>What the counting of an asset follows from.</summary>
public enum DecisionBasis
{
    /// <summary>An operator's override.</summary>
    Override,

    /// <summary>The lists in the settings.</summary>
    Setting,

    /// <summary>The provider of the asset's facts vouches for it.</summary>
    Provider,

    /// <summary>The table of well-known contracts lists it.</summary>
    KnownAssets,

    /// <summary>Nothing vouches for the asset, and a second provider confirmed its price.</summary>
    PriceConfirmed,

    /// <summary>Nothing vouches for the asset, and a second provider did not confirm its price.</summary>
    PriceNotConfirmed,

    /// <summary>Nothing vouches for the asset, and no wallet has needed a check of its price.</summary>
    Unvouched,

    /// <summary>No price is known.</summary>
    PriceUnknown,

    /// <summary>The asset is spam.</summary>
    Spam,

    /// <summary>A debt token that nothing vouches for.</summary>
    DebtToken,
}
