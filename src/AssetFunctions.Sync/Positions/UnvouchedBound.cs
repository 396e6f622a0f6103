using System.ComponentModel.DataAnnotations;
using AssetFunctions.Sync.Assets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Positions;

/// <summary>
/// The bound on what assets that nothing vouches for add to the total of a wallet: the floor or the share of its vouched total, whichever is larger.
/// Someone who sends tokens, picks their names and sets their prices moves a total by no more than that. Values confirmed by other evidence count
/// beside the bound, at most at the confirmed price.
/// </summary>
public sealed class UnvouchedBound(IOptions<ValuationOptions> options)
{
    readonly decimal _floorUsd = options.Value.UnvouchedFloorUsd;
    readonly decimal _share = options.Value.UnvouchedShare;

    /// <summary>Returns the bound in US dollars.</summary>
    /// <param name="vouchedUsd">Value of the wallet without unvouched assets, debts subtracted.</param>
    public decimal Of(decimal vouchedUsd) => Math.Max(_floorUsd, _share * vouchedUsd);

    /// <summary>
    /// Decides which unvouched values of one wallet count. All of them, where their sum is within the bound. Otherwise those with a confirmed price,
    /// and of the others whole rows that fit into what is left of the bound, in order of their first appearance, so that an airdrop never displaces
    /// an older position.
    /// </summary>
    /// <param name="vouchedUsd">Value of the wallet without unvouched assets, debts subtracted.</param>
    /// <param name="rows">All unvouched values of the wallet.</param>
    /// <returns>The values that count, in the order of <paramref name="rows"/>; null for a row that does not.</returns>
    public IReadOnlyList<decimal?> Settle(decimal vouchedUsd, IReadOnlyList<UnvouchedRow> rows)
    {
        var left = Of(vouchedUsd);
        if (rows.Sum(row => row.Usd) <= left)
        {
            return [.. rows.Select(row => (decimal?)row.Usd)];
        }

        var counted = new decimal?[rows.Count];
        var confirmed = new Dictionary<AssetKey, decimal>();
        foreach (var (index, row) in rows.Index().OrderBy(entry => entry.Item.Since).ThenBy(entry => entry.Item.Id, StringComparer.Ordinal))
        {
            if (row.ConfirmedUsd is { } usd && confirmed.GetValueOrDefault(row.Asset) + usd <= (row.MaxConfirmedUsd ?? decimal.MaxValue))
            {
                confirmed[row.Asset] = confirmed.GetValueOrDefault(row.Asset) + usd;
                counted[index] = usd;
            }
            else if (row.Usd <= left)
            {
                left -= row.Usd;
                counted[index] = row.Usd;
            }
        }

        return counted;
    }
}

/// <summary>One value of an asset that nothing vouches for.</summary>
/// <param name="Id">Id of the position.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Usd">Value in US dollars.</param>
/// <param name="Since">When the position first appeared in the wallet.</param>
public readonly record struct UnvouchedRow(string Id, AssetKey Asset, decimal Usd, DateTimeOffset Since)
{
    /// <summary>The value at no more than the confirmed price, in US dollars, or null where no evidence confirms the price.</summary>
    public decimal? ConfirmedUsd { get; init; }

    /// <summary>Largest sum of confirmed values of the asset in one wallet, in US dollars, or null for any.</summary>
    public decimal? MaxConfirmedUsd { get; init; }
}

/// <summary>Settings of totals, section <c>Sync:Valuation</c>.</summary>
public sealed class ValuationOptions
{
    public const string Section = "Sync:Valuation";

    /// <summary>Value of assets that nothing vouches for up to which they count in any wallet, all together, in US dollars. Default 1000.</summary>
    [Range(typeof(decimal), "0", "1000000000")]
    public decimal UnvouchedFloorUsd { get; set; } = ValuationDefaults.UnvouchedFloorUsd;

    /// <summary>Share of a wallet's vouched total up to which such assets count, all together, 0–1. Default 0.1.</summary>
    [Range(typeof(decimal), "0", "1")]
    public decimal UnvouchedShare { get; set; } = ValuationDefaults.UnvouchedShare;
}

/// <summary>Defaults of totals.</summary>
public static class ValuationDefaults
{
    /// <summary>Floor of the bound on unvouched values, in US dollars.</summary>
    public const decimal UnvouchedFloorUsd = 1_000m;

    /// <summary>Share of the vouched total that unvouched values may add.</summary>
    public const decimal UnvouchedShare = 0.1m;
}
