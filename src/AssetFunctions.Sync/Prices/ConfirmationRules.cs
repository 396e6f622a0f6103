using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Prices;

/// <summary>
/// Decides whether evidence from another provider confirms the price of an asset that nothing vouches for. Every guard must hold; each closes one way
/// for someone who controls a token, its price at one provider, and what others report of it where it is hardly traded.
/// </summary>
public sealed class ConfirmationRules
{
    /// <summary>How far above the confirmed price a price may rise before it has to be confirmed again, and how far two prices may differ.</summary>
    public const decimal Tolerance = 1.2m;

    /// <summary>Smallest confidence of a price that counts, where its provider states one.</summary>
    public const decimal MinConfidence = 0.9m;

    /// <summary>Liquidity in multiples of the value it supports.</summary>
    public const decimal LiquidityFactor = 50m;

    /// <summary>Share of a day's volume that supports a value.</summary>
    public const decimal VolumeShare = 0.02m;

    /// <summary>Share of the market cap that supports a value.</summary>
    public const decimal CapShare = 0.001m;

    /// <summary>Age at which a confirmed price is checked again.</summary>
    public static readonly TimeSpan ConfirmedFor = TimeSpan.FromDays(7);

    /// <summary>Age at which a price that was not confirmed is checked again.</summary>
    public static readonly TimeSpan RefusedFor = TimeSpan.FromDays(1);

    /// <summary>How long an asset must have been listed for its market data to count.</summary>
    public static readonly TimeSpan MinListed = TimeSpan.FromDays(30);

    static readonly IReadOnlyList<ConfirmationGuard> All =
    [
        new("another provider", (claim, evidence) => !string.Equals(claim.Provider, evidence.Provider, StringComparison.Ordinal)),
        new("similar price", (claim, evidence) =>
            evidence.Market is not null || (evidence.Usd is { } usd && usd > 0 && usd / Tolerance <= claim.Usd && claim.Usd / Tolerance <= usd)),
        new("confident price", (claim, evidence) => !(claim.Confidence < MinConfidence) && !(evidence.Confidence < MinConfidence)),
        new("listed long ago", (claim, evidence) => evidence.Market is not { } market || claim.At - market.ListedSince >= MinListed),
        new("liquid market", evidence => evidence.LiquidityUsd / LiquidityFactor),
        new("traded volume", evidence => evidence.Market is { } market ? (market.Volume24hUsd ?? 0) * VolumeShare : null),
        new("market cap", evidence => evidence.Market is { } market ? (market.CapUsd ?? 0) * CapShare : null),
    ];

    readonly IReadOnlyList<ConfirmationGuard> _guards;

    public ConfirmationRules()
        : this(All)
    {
    }

    /// <summary>Rules without some of the guards, to prove that each is needed.</summary>
    internal ConfirmationRules(IReadOnlyList<ConfirmationGuard> guards) => _guards = guards;

    /// <summary>All guards.</summary>
    internal static IReadOnlyList<ConfirmationGuard> Guards => All;

    /// <summary>Decides on a claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="evidence">Evidence of any providers, at least one; the first that confirms the claim is used.</param>
    /// <returns>A confirmation of the claimed price, or one without a price where no evidence confirms it.</returns>
    public PriceConfirmation Decide(PriceClaim claim, params ReadOnlySpan<PriceEvidence> evidence)
    {
        foreach (var one in evidence)
        {
            var max = _guards.Min(guard => guard.Limit(one));
            if (_guards.All(guard => guard.Holds(claim, one)) && !(claim.ValueUsd > max))
            {
                return new PriceConfirmation(one.Provider, claim.At, claim.Usd) { MaxUsd = max };
            }
        }

        return new PriceConfirmation(evidence[0].Provider, claim.At);
    }

    /// <summary>Whether a price has to be checked.</summary>
    /// <param name="known">The last check, or null for none.</param>
    /// <param name="claim">The price as it is now, and the value that depends on it.</param>
    public static bool IsDue(PriceConfirmation? known, PriceClaim claim) => known switch
    {
        null => true,
        { Usd: null } => claim.At - known.CheckedAt >= RefusedFor,
        { Usd: { } usd } => claim.At - known.CheckedAt >= ConfirmedFor || claim.Usd / Tolerance > usd || claim.ValueUsd > known.MaxUsd,
    };

    /// <summary>
    /// The part of a price that a check confirms: at most <see cref="Tolerance"/> above the confirmed one, however old it is, so that an outage of the
    /// provider of the evidence lowers no total. Null where nothing is confirmed.
    /// </summary>
    public static decimal? ConfirmedPrice(PriceConfirmation? known, decimal usd) => 
        known?.Usd is not { } confirmed ? null : usd / Tolerance > confirmed ? confirmed * Tolerance : usd;
}

/// <summary>A price whose confirmation is sought.</summary>
/// <param name="Provider">Name of its provider.</param>
/// <param name="Usd">Price of one token in US dollars.</param>
/// <param name="ValueUsd">Value of the asset in the wallet, in US dollars.</param>
/// <param name="At">Now (UTC).</param>
public readonly record struct PriceClaim(string Provider, decimal Usd, decimal ValueUsd, DateTimeOffset At)
{
    /// <summary>The provider's confidence, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }
}

/// <summary>What a provider reports of an asset: a price or market data.</summary>
/// <param name="Provider">Name of the provider.</param>
public sealed record PriceEvidence(string Provider)
{
    /// <summary>Price of one token in US dollars, or null where the provider knows none.</summary>
    public decimal? Usd { get; init; }

    /// <summary>The provider's confidence, 0–1, or null where it states none.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>Liquidity of the asset's markets in US dollars, or null where the provider states none.</summary>
    public decimal? LiquidityUsd { get; init; }

    /// <summary>Market data, or null for evidence by price.</summary>
    public MarketData? Market { get; init; }
}

/// <summary>One condition of a confirmation.</summary>
/// <param name="Name">Name of the guard.</param>
/// <param name="Holds">Whether a claim and the evidence for it meet the condition.</param>
/// <param name="Limit">Largest value in one wallet that the evidence supports, in US dollars, or null for any.</param>
sealed record ConfirmationGuard(string Name, Func<PriceClaim, PriceEvidence, bool> Holds, Func<PriceEvidence, decimal?> Limit)
{
    public ConfirmationGuard(string name, Func<PriceClaim, PriceEvidence, bool> holds)
        : this(name, holds, _ => null)
    {
    }

    public ConfirmationGuard(string name, Func<PriceEvidence, decimal?> limit)
        : this(name, (_, _) => true, limit)
    {
    }
}
