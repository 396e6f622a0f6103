using AssetFunctions.Sync.Pricing;
using AssetFunctions.Sync.Registry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Reading;

/// <summary>Which positions of a wallet are wanted. Null members do not filter.</summary>
public sealed record PositionQuery
{
    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary>Kind of holding in lower case, see <see cref="Providers.PositionTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Smallest value in US dollars. Positions without a value do not reach it.</summary>
    public decimal? MinValueUsd { get; init; }

    /// <summary>Id of the last position of the page before, or null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Most positions of a page, at least 1.</summary>
    public required int PageSize { get; init; }
}

/// <summary>Some of a wallet's positions in ordinal order of their ids, so that positions that come or go never shift the others between pages.</summary>
/// <param name="AsOf">When the stored holdings were last fetched (UTC), or null when no fetch succeeded yet.</param>
/// <param name="Matching">Positions on all pages together.</param>
/// <param name="Positions">The positions of this page.</param>
/// <param name="Next">What <see cref="PositionQuery.After"/> is for the next page, or null on the last one.</param>
public sealed record PositionPage(DateTimeOffset? AsOf, int Matching, IReadOnlyList<ValuedHolding> Positions, string? Next);

/// <summary>A holding at the registry's price.</summary>
/// <param name="Holding">What is held.</param>
/// <param name="Asset">The asset with its price, or null where the registry has none.</param>
/// <param name="Value">What it is worth.</param>
public sealed record ValuedHolding(Holding Holding, Asset? Asset, HoldingValue Value);
