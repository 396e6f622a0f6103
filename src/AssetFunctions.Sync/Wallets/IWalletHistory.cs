using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Reads past values of wallets. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IWalletHistory
{
    /// <summary>
    /// Reads the snapshots of every period that begins before <paramref name="to"/> and ends after <paramref name="from"/>, oldest first, or null
    /// for a wallet that is unknown or deleted. A period in which no run finished has no snapshot. One request for days, two for hours.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="granularity">Length of a period.</param>
    /// <param name="from">Start of the range (UTC), inclusive.</param>
    /// <param name="to">End of the range (UTC), exclusive; at most 366 days after the start.</param>
    Task<IReadOnlyList<WalletSnapshot>?> ReadAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>Length of a snapshot period.</summary>
public enum Granularity
{
    /// <summary>Calendar days (UTC), kept forever.</summary>
    Day,

    /// <summary>Hours, kept for 35 days: a month with some margin.</summary>
    Hour,
}

/// <summary>Value of a wallet after the last run of a period, at that run's prices.</summary>
/// <param name="Period">Start of the period (UTC).</param>
/// <param name="AsOf">When the run fetched the positions (UTC).</param>
/// <param name="Status">Status of the run: completed or partial.</param>
/// <param name="HoldingsUsd">Value of the positions other than loans, in US dollars.</param>
/// <param name="DebtUsd">Value of the loans in US dollars, positive.</param>
/// <param name="Positions">Positions stored by the run.</param>
/// <param name="Unvalued">Positions left out because the price was unknown, the value implausible or the asset spam.</param>
public sealed record WalletSnapshot(
    DateTimeOffset Period, DateTimeOffset AsOf, RunStatus Status, decimal HoldingsUsd, decimal DebtUsd, int Positions, int Unvalued);

/// <summary>Calendar arithmetic of <see cref="Granularity"/>.</summary>
public static class Periods
{
    /// <summary>Start of the period that contains an instant (UTC).</summary>
    public static DateTimeOffset StartOf(this Granularity granularity, DateTimeOffset instant)
    {
        var length = LengthOf(granularity).Ticks;
        return new DateTimeOffset(instant.UtcTicks / length * length, TimeSpan.Zero);
    }

    /// <summary>Start of the first period that begins at or after an instant (UTC).</summary>
    public static DateTimeOffset EndOf(this Granularity granularity, DateTimeOffset instant)
    {
        var start = granularity.StartOf(instant);
        var length = LengthOf(granularity);
        return start == instant || DateTimeOffset.MaxValue - start < length ? start : start + length;
    }

    static TimeSpan LengthOf(Granularity granularity) => granularity == Granularity.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
}
