using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class ScheduleRulesTests
{
    const string Wallet = TestRows.Wallet;
    const decimal Valuable = 100_000m;

    static readonly DateTimeOffset Now = TestRows.Noon;
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string, ChunkTally?, double, ScheduleTier> Wallets() => new()
    {
        { "positions were written", new ChunkTally { PositionsWritten = 1 }, 0, ScheduleTier.Busy },
        { "positions left", new ChunkTally { PositionsRemoved = 1 }, 0, ScheduleTier.Busy },
        { "valuable and unchanged for long", new ChunkTally { HoldingsUsd = 150_000, DebtUsd = 50_000 }, 400, ScheduleTier.Busy },
        { "not valuable because of its debt", new ChunkTally { HoldingsUsd = 150_000, DebtUsd = 50_001 }, 0, ScheduleTier.Normal },
        { "unchanged for less than a week", new ChunkTally(), 6.9, ScheduleTier.Normal },
        { "unchanged for a week", new ChunkTally(), 7, ScheduleTier.Idle },
        { "never finished a run", null, 1, ScheduleTier.Normal },
        { "never finished a run in weeks", null, 20, ScheduleTier.Idle },
    };

    [Theory]
    [MemberData(nameof(Wallets))]
    public void The_last_run_determines_how_busy_a_wallet_is(string name, ChunkTally? last, double quietDays, ScheduleTier tier) =>
        Assert.Equal((name, tier), (name, ScheduleRules.TierOf(State(last, quietDays), Now, Valuable)));

    [Theory]
    [InlineData(1, 0.5, 60, 30)]
    [InlineData(1, 0.5, 15, 10)]
    [InlineData(0, 1, 60, 60)]
    [InlineData(0, 8, 60, 120)]
    [InlineData(0, 15, 60, 180)]
    [InlineData(0, 25, 60, 240)]
    [InlineData(0, 400, 60, 240)]
    [InlineData(0, 400, 5 * 24 * 60, 7 * 24 * 60)]
    public void The_interval_follows_the_tier_within_its_bounds(int written, double quietDays, int registeredMinutes, int expectedMinutes)
    {
        var state = State(new ChunkTally { PositionsWritten = written }, quietDays);

        var interval = ScheduleRules.IntervalOf(state, Registration(registeredMinutes), Now, Valuable);

        Assert.Equal(TimeSpan.FromMinutes(expectedMinutes), interval);
    }

    [Fact]
    public void Wallets_registered_together_drift_apart_by_a_tenth_of_the_interval_at_most()
    {
        var due = Enumerable.Range(0, 1_000).Select(number => ScheduleRules.NextDue($"0x{number:x40}", Now, Now, Hour)).ToList();

        Assert.All(due, next => Assert.InRange(next, Now.AddMinutes(54), Now.AddMinutes(66)));
        Assert.True(due.GroupBy(next => (int)(next - Now).TotalMinutes).All(minute => minute.Count() < 200));
        Assert.Equal(due[7], ScheduleRules.NextDue($"0x{7:x40}", Now, Now, Hour));
    }

    [Fact]
    public void Missed_due_times_count_as_one_and_the_backlog_is_spread_over_the_interval()
    {
        var missed = Now.AddDays(-3);

        var due = Enumerable.Range(0, 1_000).Select(number => ScheduleRules.NextDue($"0x{number:x40}", missed, Now, Hour)).ToList();

        Assert.All(due, next => Assert.InRange(next, Now.AddMinutes(6).AddMilliseconds(-1), Now + Hour));
        Assert.InRange(due.Count(next => next < Now.AddMinutes(30)), 400, 600);
    }

    [Fact]
    public void A_run_is_named_by_its_wallet_and_due_time()
    {
        Assert.Equal(ScheduleRules.RunIdOf(Wallet, Now), ScheduleRules.RunIdOf(Wallet, Now));
        Assert.NotEqual(ScheduleRules.RunIdOf(Wallet, Now), ScheduleRules.RunIdOf(Wallet, Now.AddMilliseconds(1)));
        Assert.NotEqual(ScheduleRules.RunIdOf(Wallet, Now), ScheduleRules.RunIdOf("another", Now));
        Assert.InRange(ScheduleRules.RunIdOf(Wallet, Now).Length, 1, 64);
    }

    static WalletState State(ChunkTally? last, double quietDays) => new()
    {
        Wallet = Wallet,
        Version = "1",
        LastFinish = last is null ? null : new FinishedRun(RunAttempt.Of("run", Now), new RunFinish(RunStatus.Completed, null, Now, last)),
        Registration = Registration(60),
        ChangedAt = Now.AddDays(-quietDays),
    };

    static WalletRegistration Registration(int minutes) => new()
    {
        Label = string.Empty,
        Networks = [],
        Interval = TimeSpan.FromMinutes(minutes),
        IsPaused = false,
        RegisteredAt = Now.AddYears(-2),
        UpdatedAt = Now,
        Revision = 1,
    };
}
