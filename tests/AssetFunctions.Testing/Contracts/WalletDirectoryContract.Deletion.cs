using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class WalletDirectoryContract
{
    [Fact]
    public async Task A_closed_wallet_leaves_the_schedule_and_takes_no_run_no_claim_no_registration_and_no_failure()
    {
        var (store, directory) = Open();
        var basis = await directory.TryRegisterAsync(_wallet, Registration(), Noon, basis: null, Token);
        var run = Run(_wallet, chunks: 2);
        var state = await store.CommitAsync(Commit(run, basis!, upserts: PositionsIn(0, 2)), Token);

        var closed = await directory.CloseAsync(_wallet, Noon.AddMinutes(1), Token);

        Assert.Equal(new WalletDeletion(Noon.AddMinutes(1), 0, null), closed!.Deletion);
        Assert.Equal(closed.Deletion, (await directory.CloseAsync(_wallet, Noon.AddMinutes(9), Token))!.Deletion);
        Assert.DoesNotContain(await DueAsync(directory, Noon.AddMinutes(1) + RegistrationDefaults.RemovalLate - TimeSpan.FromMilliseconds(1)), IsOurs);
        Assert.Contains(await DueAsync(directory, Noon.AddMinutes(1) + RegistrationDefaults.RemovalLate), IsOurs);
        Assert.Null(await store.CommitAsync(Commit(run, state, Mark(run, 1), PositionsIn(1, 2)), Token));
        Assert.Null(await store.CommitAsync(Commit(Run(_wallet, "new", 5), closed, upserts: Positions(1, first: 9)), Token));
        Assert.Null(await store.TryConfirmAsync(run, Mark(run), finish: null, Token));
        Assert.Null(await store.FinishAsync(run, Finish(), Token));
        await store.FailAsync(_wallet, Failure("late", minutes: 5), Token);
        Assert.Null(await store.FindRunAsync(_wallet, "late", Token));
        Assert.Null(await directory.TryClaimAsync(_wallet, Claim("late", minutes: 60), Terms(60), Token));
        Assert.Null(await directory.TryRegisterAsync(_wallet, Registration(revision: 2), Noon, basis, Token));
        var range = await store.ReadRangeAsync(_wallet, Everything, Token);
        Assert.True(range.State!.IsClosedTo(Run(_wallet, "new", 500)));
        Assert.Single(range.Positions);

        await RemoveAllAsync(directory, Noon.AddHours(1));
        Assert.DoesNotContain(await DueAsync(directory, Noon.AddYears(1)), IsOurs);

        bool IsOurs(WalletState entry) => entry.Wallet == _wallet;
    }

    [Fact]
    public async Task A_deletion_removes_everything_in_batches_and_counts_it()
    {
        var (store, directory) = Open();
        var run = Run(_wallet);
        await store.CommitAsync(Commit(run, basis: null, upserts: Positions(250), finish: Finish()), Token);
        await LeaveRecordsAsync(store, 250);
        await directory.CloseAsync(_wallet, Noon, Token);

        var steps = await RemoveAllAsync(directory, Noon.AddHours(1));

        // The records, and however many documents the positions and the finished run take.
        Assert.Equal(new WalletDeletion(Noon, steps[^1].Removed, Noon.AddHours(1)), steps[^1]);
        Assert.InRange(steps[^1].Removed, 252, 600);
        Assert.True(steps.Count > 3);
        Assert.Equal(steps.Select(step => step.Removed).Order(), steps.Select(step => step.Removed));
        Assert.Equal(steps[^1], (await Reader.FindAsync(_wallet, Token))!.Deletion);
        Assert.Equal(steps[^1], await directory.RemoveSomeAsync(_wallet, Noon.AddHours(2), Token));
        Assert.Empty((await store.ReadRangeAsync(_wallet, Everything, Token)).Positions);
        Assert.Null(await store.FindRunAsync(_wallet, run.RunId, Token));
        Assert.DoesNotContain(await ListAsync(directory, 100), entry => entry.Wallet == _wallet);
    }

    [Fact]
    public async Task Deliveries_that_remove_at_the_same_time_do_not_disturb_each_other()
    {
        var (store, directory) = Open();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(1)), Token);
        await LeaveRecordsAsync(store, 299);
        await directory.CloseAsync(_wallet, Noon, Token);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RemoveAllAsync(directory, Noon))));

        Assert.Equal(new WalletDeletion(Noon, 300, Noon), (await Reader.FindAsync(_wallet, Token))!.Deletion);
    }

    async Task LeaveRecordsAsync(IWalletStore store, int count) => await Task.WhenAll(
        Enumerable.Range(0, count).Select(number => store.FailAsync(_wallet, Failure($"failed-{number}", minutes: -number - 1), Token)));

    [Fact]
    public async Task A_chunk_received_after_the_deletion_does_not_recreate_the_wallet()
    {
        var (store, directory) = Open();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(1)), Token);
        await directory.CloseAsync(_wallet, Noon, Token);
        await RemoveAllAsync(directory, Noon);

        var run = Run(_wallet, "late", minutes: 5);
        Assert.Null(await store.TryConfirmAsync(run, Mark(run), finish: null, Token));
        Assert.Null(await store.CommitAsync(Commit(run, basis: null, upserts: Positions(1)), Token));
        await store.FailAsync(_wallet, Failure("late", minutes: 5), Token);

        var range = await store.ReadRangeAsync(_wallet, Everything, Token);
        Assert.True(range.State!.IsClosedTo(run));
        Assert.Empty(range.Positions);
        Assert.Null(await store.FindRunAsync(_wallet, "late", Token));
    }

    [Fact]
    public async Task A_recreated_wallet_is_new_and_accepts_no_run_fetched_before()
    {
        var (store, directory) = Open();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(1)), Token);
        await directory.CloseAsync(_wallet, Noon, Token);
        await RemoveAllAsync(directory, Noon);
        var tombstone = await Reader.FindAsync(_wallet, Token);
        var anew = tombstone!.Revived(Noon.AddMinutes(10)) with { Registration = Registration(), DueAt = Noon.AddMinutes(10), Claim = Claim("new", minutes: 10) };

        var revived = await directory.TryReviveAsync(anew, Token);

        Assert.Equal((null, Noon.AddMinutes(10), "new"), (revived!.Deletion, revived.DueAt, revived.Claim!.RunId));
        Assert.Null(await directory.TryReviveAsync(anew, Token));
        var late = Run(_wallet, "late", minutes: 10);
        Assert.Null(await store.CommitAsync(Commit(late, revived, upserts: Positions(1)), Token));
        Assert.True((await store.ReadRangeAsync(_wallet, Everything, Token)).State!.IsClosedTo(late));
        Assert.NotNull(await store.CommitAsync(Commit(Run(_wallet, "new", 10.1), revived, upserts: Positions(2), finish: Finish()), Token));
        Assert.Contains(await ListAsync(directory, 100), entry => entry.Wallet == _wallet);
    }

    async Task<List<WalletDeletion>> RemoveAllAsync(IWalletDirectory directory, DateTimeOffset at)
    {
        var steps = new List<WalletDeletion>();
        do
        {
            steps.Add((await directory.RemoveSomeAsync(_wallet, at, Token))!);
        }
        while (steps[^1].DoneAt is null);

        return steps;
    }
}
