using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IWalletHistory"/> promises of what its store was given. Derive once per adapter.</summary>
public abstract class WalletHistoryContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A wallet of its own for every test, so that adapters may share one database.</summary>
    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    /// <summary>The store to write to and the history under test.</summary>
    protected abstract (IWalletStore Store, IWalletHistory History) Open();

    [Fact]
    public async Task An_unknown_wallet_has_no_history_and_one_that_only_failed_an_empty_one()
    {
        var (store, history) = Open();

        Assert.Null(await history.ReadAsync(_wallet, Granularity.Day, Noon.AddDays(-1), Noon.AddDays(1), Token));
        await store.FailAsync(_wallet, Failure(), Token);
        Assert.Empty((await history.ReadAsync(_wallet, Granularity.Day, Noon.AddDays(-1), Noon.AddDays(1), Token))!);
    }

    [Fact]
    public async Task A_finished_run_leaves_the_value_of_its_hour_and_of_its_day()
    {
        var (store, history) = Open();
        var finish = Finish(RunStatus.Partial, "cut", new ChunkTally { Positions = 7, HoldingsUsd = 1.000000000000000001m, DebtUsd = 2.5m, Unvalued = 3 });
        await FinishAsync(store, minutes: 90, finish);

        var hours = await history.ReadAsync(_wallet, Granularity.Hour, Noon, Noon.AddHours(3), Token);
        var days = await history.ReadAsync(_wallet, Granularity.Day, Noon, Noon.AddHours(3), Token);

        var expected = new WalletSnapshot(Noon.AddHours(1), Noon.AddMinutes(90), RunStatus.Partial, 1.000000000000000001m, 2.5m, 7, 3);
        Assert.Equal(expected, Assert.Single(hours!));
        Assert.Equal(expected with { Period = Noon.AddHours(-12) }, Assert.Single(days!));
    }

    [Fact]
    public async Task The_last_run_of_a_period_is_its_snapshot_and_gaps_stay_gaps()
    {
        var (store, history) = Open();
        foreach (var minutes in new[] { 0, 10, 59, 60, 300, 60 * 24 * 2 })
        {
            await FinishAsync(store, minutes, Finish(total: new ChunkTally { HoldingsUsd = minutes }));
        }

        var hours = await history.ReadAsync(_wallet, Granularity.Hour, Noon, Noon.AddDays(3), Token);
        var days = await history.ReadAsync(_wallet, Granularity.Day, Noon, Noon.AddDays(3), Token);

        Assert.Equal([59m, 60m, 300m, 2880m], hours!.Select(snapshot => snapshot.HoldingsUsd));
        Assert.Equal([Noon, Noon.AddHours(1), Noon.AddHours(5), Noon.AddDays(2)], hours!.Select(snapshot => snapshot.Period));
        Assert.Equal([300m, 2880m], days!.Select(snapshot => snapshot.HoldingsUsd));
    }

    [Fact]
    public async Task A_range_includes_the_periods_that_it_overlaps()
    {
        var (store, history) = Open();
        for (var hour = 0; hour < 6; hour++)
        {
            await FinishAsync(store, hour * 60, Finish());
        }

        Assert.Equal([1, 2], await HoursAsync(Noon.AddMinutes(90), Noon.AddHours(3)));
        Assert.Equal([1, 2, 3], await HoursAsync(Noon.AddMinutes(60), Noon.AddMinutes(181)));
        Assert.Equal([5], await HoursAsync(Noon.AddHours(5).AddMinutes(59), Noon.AddDays(1)));
        Assert.Empty(await HoursAsync(Noon.AddHours(6), Noon.AddDays(1)));
        Assert.Equal([0, 1, 2, 3, 4, 5], await HoursAsync(DateTimeOffset.MaxValue.AddDays(-366), DateTimeOffset.MaxValue, Noon.AddDays(-1)));

        async Task<IEnumerable<double>> HoursAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset? instead = null) =>
            (await history.ReadAsync(_wallet, Granularity.Hour, instead ?? from, to, Token))!.Select(snapshot => (snapshot.Period - Noon).TotalHours);
    }

    [Fact]
    public async Task A_run_that_has_not_ended_and_a_failed_one_leave_no_value()
    {
        var (store, history) = Open();
        await store.CommitAsync(Commit(Run(_wallet, chunks: 2), basis: null), Token);
        await store.FailAsync(_wallet, Failure("run-2", minutes: 5), Token);

        Assert.Empty((await history.ReadAsync(_wallet, Granularity.Hour, Noon.AddDays(-1), Noon.AddDays(1), Token))!);
    }

    async Task FinishAsync(IWalletStore store, double minutes, RunFinish finish)
    {
        var run = Run(_wallet, $"run-{minutes}", minutes);
        var basis = (await store.ReadRangeAsync(_wallet, Everything, Token)).State;
        Assert.NotNull(await store.CommitAsync(Commit(run, basis, finish: finish), Token));
    }
}
