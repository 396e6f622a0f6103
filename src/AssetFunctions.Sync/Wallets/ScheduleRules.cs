using System.Buffers.Binary;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Sync frequency of a wallet.</summary>
public enum ScheduleTier
{
    /// <summary>Its positions change, or it is valuable: twice as often as registered.</summary>
    Busy,

    /// <summary>As often as registered.</summary>
    Normal,

    /// <summary>Its positions have not changed for a week or more: less often, see <see cref="ScheduleRules.IntervalOf"/>.</summary>
    Idle,
}

/// <summary>Computes due times. Pure functions of the stored state, so that all instances agree.</summary>
public static class ScheduleRules
{
    const int BusyDivisor = 2;
    const int MaxIdleFactor = 4;
    const double JitterShare = 0.1;

    static readonly TimeSpan IdleAfter = TimeSpan.FromDays(7);
    static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(RegistrationDefaults.MinIntervalMinutes);
    static readonly TimeSpan MaxInterval = TimeSpan.FromMinutes(RegistrationDefaults.MaxIntervalMinutes);

    /// <param name="valuableUsd">Net value in US dollars from which a wallet is busy.</param>
    public static ScheduleTier TierOf(WalletState state, DateTimeOffset now, decimal valuableUsd)
    {
        var last = state.LastFinish?.Finish.Total;
        return last is not null && (last.PositionsWritten > 0 || last.PositionsRemoved > 0) ? ScheduleTier.Busy
            : last is not null && last.HoldingsUsd - last.DebtUsd >= valuableUsd ? ScheduleTier.Busy
            : QuietSince(state) is { } since && now - since >= IdleAfter ? ScheduleTier.Idle
            : ScheduleTier.Normal;
    }

    /// <summary>
    /// Time between two syncs. An idle wallet's interval is 2× after one week without change, 3× after two weeks, 4× after three.
    /// </summary>
    public static TimeSpan IntervalOf(WalletState state, WalletRegistration registration, DateTimeOffset now, decimal valuableUsd) =>
        TierOf(state, now, valuableUsd) switch
        {
            ScheduleTier.Busy => Longer(registration.Interval / BusyDivisor, MinInterval),
            ScheduleTier.Idle => Shorter(registration.Interval * IdleFactor(now - QuietSince(state)!.Value), MaxInterval),
            _ => registration.Interval,
        };

    /// <summary>
    /// The due time after <paramref name="dueAt"/>. Jittered by ±10% of the interval, derived from wallet and due time so that all instances agree;
    /// the jitter spreads wallets that were registered together. Missed due times count as one: the next is spread over one interval from now, so
    /// that a backlog does not return as one peak.
    /// </summary>
    /// <param name="dueAt">The current due time (UTC).</param>
    public static DateTimeOffset NextDue(string wallet, DateTimeOffset dueAt, DateTimeOffset now, TimeSpan interval)
    {
        var chance = ChanceOf(wallet, dueAt);
        var regular = dueAt + (interval * (1 + (JitterShare * ((2 * chance) - 1))));
        return (regular > now ? regular : now + (interval * Math.Max(chance, JitterShare))).ToWholeMilliseconds();
    }

    /// <summary>Run id of one due time. All instances derive the same id, so repeated requests are one run.</summary>
    public static string RunIdOf(string wallet, DateTimeOffset dueAt) =>
        $"due-{dueAt.ToUnixTimeMilliseconds():x}-{ContentHash.Text(ContentHash.Of(wallet))}";

    static DateTimeOffset? QuietSince(WalletState state) => state.ChangedAt ?? state.Registration?.RegisteredAt;

    static int IdleFactor(TimeSpan quiet) => Math.Min(MaxIdleFactor, 1 + (int)(quiet / IdleAfter));

    // A number from 0 to 1.
    static double ChanceOf(string wallet, DateTimeOffset dueAt) =>
        BinaryPrimitives.ReadUInt32LittleEndian(ContentHash.Of(wallet, dueAt.ToUnixTimeMilliseconds().ToString())) / (double)uint.MaxValue;

    static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
