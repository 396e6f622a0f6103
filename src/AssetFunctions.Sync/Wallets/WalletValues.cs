using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Values the positions of a whole wallet, so that the rows that count add up to its total exactly.</summary>
public sealed class WalletValues(SpamRules spam, UnvouchedBound bound)
{
    /// <summary>Values one position, regardless of the rest of its wallet.</summary>
    /// <param name="position">The position.</param>
    /// <param name="asset">The registered asset, or null where the registry has none.</param>
    /// <param name="trust">What the platform decided about the asset, or null for nothing.</param>
    public ValuedPosition Of(WalletPosition position, Asset? asset, AssetTrust? trust)
    {
        var (priced, verdict, value) = Valuation.Of(position.Held, asset, trust, spam);
        return new ValuedPosition(position, priced, verdict, value) { Trust = trust };
    }

    /// <summary>Leaves out what exceeds the <see cref="UnvouchedBound"/> of the wallet.</summary>
    /// <param name="positions">All positions of the wallet, each valued by <see cref="Of"/>; changed in place.</param>
    public void Settle(ValuedPosition[] positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        decimal vouched = 0;
        var unvouched = new List<UnvouchedRow>();
        var places = new List<int>();
        for (var i = 0; i < positions.Length; i++)
        {
            var (value, verdict) = (positions[i].Value, positions[i].Spam);
            if (Valuation.IsUnvouched(value, verdict))
            {
                unvouched.Add(RowOf(positions[i], value.Usd!.Value));
                places.Add(i);
            }
            else
            {
                vouched += value.IsDebt ? -(value.Usd ?? 0) : value.Usd ?? 0;
            }
        }

        if (unvouched.Count == 0)
        {
            return;
        }

        foreach (var ((place, row), usd) in places.Zip(unvouched).Zip(bound.Settle(vouched, unvouched)))
        {
            var value = positions[place].Value;
            if (usd != row.Usd)
            {
                positions[place] = positions[place] with
                {
                    Value = usd is null ? new PositionValue(null, ValueGap.Unconfirmed) { UnconfirmedUsd = row.Usd } : value with { Usd = usd },
                };
            }
        }
    }

    /// <summary>Adds up settled values.</summary>
    /// <returns>A tally with only the value members set.</returns>
    public static ChunkTally Sum(IReadOnlyCollection<ValuedPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return new ChunkTally
        {
            HoldingsUsd = positions.Where(position => !position.Value.IsDebt).Sum(position => position.Value.Usd ?? 0),
            DebtUsd = positions.Where(position => position.Value.IsDebt).Sum(position => position.Value.Usd ?? 0),
            UnconfirmedUsd = positions.Sum(position => position.Value.UnconfirmedUsd ?? 0),
            Unvalued = positions.Count(position => position.Value.Usd is null),
        };
    }

    static UnvouchedRow RowOf(ValuedPosition position, decimal usd)
    {
        var row = new UnvouchedRow(position.Stored.Id, position.Stored.Asset, usd, position.Stored.Since);
        var check = position.Trust?.Confirmation;
        if (position.Value.By != ValueBasis.Price || ConfirmationRules.ConfirmedPrice(check, position.Asset!.Price!.Usd) is not { } price)
        {
            return row;
        }

        var held = position.Stored.Held;
        return row with
        {
            ConfirmedUsd = price == position.Asset.Price.Usd ? usd : RawAmounts.Value(held.RawAmount, held.Decimals, price, held.Scale),
            MaxConfirmedUsd = check!.MaxUsd,
        };
    }
}

/// <summary>A position with its value.</summary>
/// <param name="Stored">The stored position.</param>
/// <param name="Asset">The asset with the price that is used for it, or null when the registry does not have it.</param>
/// <param name="Spam">Verdict on the asset.</param>
/// <param name="Value">Value of the position.</param>
public sealed record ValuedPosition(WalletPosition Stored, Asset? Asset, SpamVerdict Spam, PositionValue Value)
{
    /// <summary>What the platform decided about the asset, or null for nothing.</summary>
    public AssetTrust? Trust { get; init; }
}
