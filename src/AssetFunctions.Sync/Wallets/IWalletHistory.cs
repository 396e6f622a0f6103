using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>What wallets were worth. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IWalletHistory
{
    /// <summary>
    /// Reads the snapshots of every period that begins before <paramref name="to"/> and ends after <paramref name="from"/>, oldest first, or null
    /// for a wallet the store has never seen or that was deleted. A period in which no run finished has no snapshot. One request.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="granularity">Length of a period.</param>
    /// <param name="from">First instant of interest (UTC).</param>
    /// <param name="to">First instant beyond; at most 366 days later.</param>
    Task<IReadOnlyList<WalletSnapshot>?> ReadAsync(
        string wallet, Granularity granularity, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>Length of the periods that snapshots are kept for.</summary>
public enum Granularity
{
    /// <summary>Calendar days (UTC), kept for ever.</summary>
    Day,

    /// <summary>Hours, kept 35 days: a month and some days to spare.</summary>
    Hour,
}

/// <summary>What a wallet was worth by the last run of a period, at the prices of that run.</summary>
/// <param name="Period">When the period begins (UTC).</param>
/// <param name="AsOf">When the run fetched the holdings (UTC).</param>
/// <param name="Status">How the run ended: completed or partial.</param>
/// <param name="HoldingsUsd">Value of the holdings in US dollars.</param>
/// <param name="DebtUsd">Value of the loans in US dollars, positive.</param>
/// <param name="Positions">Positions stored by the run.</param>
/// <param name="Unvalued">Positions that were left out because the price was unknown, the value beyond belief or the asset spam.</param>
public sealed record WalletSnapshot(
    DateTimeOffset Period, DateTimeOffset AsOf, RunStatus Status, decimal HoldingsUsd, decimal DebtUsd, int Positions, int Unvalued);

/// <summary>Calendar arithmetic of <see cref="Granularity"/>.</summary>
public static class Periods
{
    /// <summary>The beginning of the period that holds an instant (UTC).</summary>
    public static DateTimeOffset StartOf(this Granularity granularity, DateTimeOffset instant)
    {
        var length = LengthOf(granularity).Ticks;
        return new DateTimeOffset(instant.UtcTicks / length * length, TimeSpan.Zero);
    }

    /// <summary>The beginning of the first period that does not begin before an instant (UTC).</summary>
    public static DateTimeOffset EndOf(this Granularity granularity, DateTimeOffset instant)
    {
        var start = granularity.StartOf(instant);
        var length = LengthOf(granularity);
        return start == instant || DateTimeOffset.MaxValue - start < length ? start : start + length;
    }

    static TimeSpan LengthOf(Granularity granularity) => granularity == Granularity.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
}
