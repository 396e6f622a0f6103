using AssetFunctions.Sync;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What every <see cref="IWalletDirectory"/> promises beside the store of the same wallets. Derive once per adapter.</summary>
public abstract partial class WalletDirectoryContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A wallet of its own for every test, so that adapters may share one database.</summary>
    readonly string _wallet = NewWallet();

    /// <summary>The directory under test and the store of the same wallets.</summary>
    protected abstract (IWalletStore Store, IWalletDirectory Directory) Open();

    /// <summary>Reads the same wallets.</summary>
    protected abstract IWalletReader Reader { get; }

    [Fact]
    public async Task An_unknown_wallet_is_not_found()
    {
        var (_, directory) = Open();

        Assert.Null(await Reader.FindAsync(_wallet, Token));
        Assert.Null(await directory.CloseAsync(_wallet, Noon, Token));
        Assert.Null(await directory.RemoveSomeAsync(_wallet, Noon, Token));
    }

    [Fact]
    public async Task Everything_about_a_registration_is_kept_exactly()
    {
        var (_, directory) = Open();
        var registration = Registration() with { Label = "Tresor \"é\"", Networks = ["base", "ethereum"], Interval = TimeSpan.FromMinutes(12.5) };

        var stored = await directory.TryRegisterAsync(_wallet, registration, Noon.AddMinutes(5), basis: null, Token);
        var found = await Reader.FindAsync(_wallet, Token);

        AssertSame(registration, stored!.Registration!);
        AssertSame(registration, found!.Registration!);
        Assert.Equal((_wallet, Noon.AddMinutes(5)), (found.Wallet, found.DueAt));
        Assert.Equal((null, null, null), (found.Claim, found.Deletion, found.Run));
    }

    [Fact]
    public async Task A_registration_that_changed_since_it_was_read_is_not_overwritten()
    {
        var (_, directory) = Open();
        var basis = await directory.TryRegisterAsync(_wallet, Registration(), Noon, basis: null, Token);
        await directory.TryRegisterAsync(_wallet, Registration(revision: 2) with { Label = "second" }, dueAt: null, basis, Token);

        var late = await directory.TryRegisterAsync(_wallet, Registration(revision: 2) with { Label = "late" }, Noon, basis, Token);
        var again = await directory.TryRegisterAsync(_wallet, Registration() with { Label = "new" }, Noon, basis: null, Token);

        var life = (await Reader.FindAsync(_wallet, Token))!;
        Assert.Equal((null, null), (late, again));
        Assert.Equal(("second", 2, (DateTimeOffset?)null), (life.Registration!.Label, life.Registration.Revision, life.DueAt));
    }

    [Fact]
    public async Task A_wallet_that_was_only_synced_can_be_registered_and_keeps_its_run()
    {
        var (store, directory) = Open();
        var run = Run(_wallet);
        await store.CommitAsync(Commit(run, basis: null, upserts: Positions(2), finish: Finish()), Token);

        var entry = await directory.TryRegisterAsync(_wallet, Registration(), Noon, await Reader.FindAsync(_wallet, Token), Token);

        Assert.Equal((run.Attempt, Finish()), (entry!.Run!.Attempt, entry.Finish));
        Assert.Equal(2, (await store.ReadRangeAsync(_wallet, Everything, Token)).Positions.Count);
    }

    [Fact]
    public async Task A_registered_wallet_is_synced_like_any_other()
    {
        var (store, directory) = Open();
        await directory.TryRegisterAsync(_wallet, Registration(), Noon, basis: null, Token);
        var run = Run(_wallet);

        Assert.Null(await store.TryConfirmAsync(run, Mark(run), finish: null, Token));
        var range = await store.ReadRangeAsync(_wallet, Everything, Token);
        var state = await store.CommitAsync(Commit(run, range.State, upserts: Positions(2), finish: Finish(total: Changed)), Token);

        var life = (await Reader.FindAsync(_wallet, Token))!;
        Assert.Equal(RunStatus.Completed, state!.Status);
        Assert.Equal((1, Noon, run.StartedAt), (life.Registration!.Revision, life.DueAt, life.ChangedAt));
    }

    [Fact]
    public async Task Only_a_run_that_changes_positions_counts_as_a_change()
    {
        var (store, directory) = Open();
        var first = Run(_wallet);
        await store.CommitAsync(Commit(first, basis: null, finish: Finish(total: Changed)), Token);
        var second = Run(_wallet, "run-2", minutes: 10);
        await store.TryConfirmAsync(second, Mark(second), finish: null, Token);
        Assert.NotNull(await store.FinishAsync(second, Finish(), Token));
        Assert.Equal(first.StartedAt, (await Reader.FindAsync(_wallet, Token))!.ChangedAt);

        var third = Run(_wallet, "run-3", minutes: 20);
        await store.TryConfirmAsync(third, Mark(third), finish: null, Token);
        Assert.NotNull(await store.FinishAsync(third, Finish(total: Changed), Token));
        Assert.Equal(third.StartedAt, (await Reader.FindAsync(_wallet, Token))!.ChangedAt);
    }

    [Fact]
    public async Task Kept_positions_are_as_old_as_the_last_complete_fetch()
    {
        var (store, directory) = Open();
        var whole = Run(_wallet);
        await store.CommitAsync(Commit(whole, basis: null, upserts: Positions(2), finish: Finish()), Token);
        var first = Run(_wallet, "run-2", minutes: 10);
        await store.TryConfirmAsync(first, Mark(first), finish: null, Token);
        Assert.NotNull(await store.FinishAsync(first, Finish(total: Kept), Token));
        var state = (await store.ReadRangeAsync(_wallet, Everything, Token)).State!;
        var second = Run(_wallet, "run-3", minutes: 20);
        await store.CommitAsync(Commit(second, state, finish: Finish(total: Kept)), Token);
        Assert.Equal(whole.StartedAt, (await Reader.FindAsync(_wallet, Token))!.AsOf);
        Assert.Contains((await directory.ListAsync(500, null, Token)).Entries, entry => entry.Wallet == _wallet && entry.AsOf == whole.StartedAt);

        var last = Run(_wallet, "run-4", minutes: 30);
        await store.TryConfirmAsync(last, Mark(last), finish: null, Token);
        Assert.NotNull(await store.FinishAsync(last, Finish(), Token));
        Assert.Equal(last.StartedAt, (await Reader.FindAsync(_wallet, Token))!.AsOf);
    }

    [Fact]
    public async Task A_list_contains_every_wallet_once_over_all_pages()
    {
        var (store, directory) = Open();
        var wallets = Enumerable.Range(0, 23).Select(_ => NewWallet()).ToList();
        await directory.TryRegisterAsync(wallets[0], Registration(), Noon, basis: null, Token);
        foreach (var wallet in wallets[1..])
        {
            await store.CommitAsync(Commit(Run(wallet), basis: null, upserts: Positions(2), finish: Finish()), Token);
        }

        var listed = await ListAsync(directory, pageSize: 5);

        Assert.Equal(listed.Count, listed.Select(entry => entry.Wallet).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(wallets.Except(listed.Select(entry => entry.Wallet)));
        Assert.Equal(1, listed.Single(entry => entry.Wallet == wallets[0]).Registration!.Revision);
        var synced = listed.Single(entry => entry.Wallet == wallets[1]);
        Assert.Equal((RunStatus.Completed, Finish()), (synced.Status, synced.Finish));
    }

    [Theory]
    [MemberData(nameof(BadContinuations.All), MemberType = typeof(BadContinuations))]
    public async Task Made_up_continuation_is_refused(string continuation)
    {
        var (_, directory) = Open();

        await Assert.ThrowsAsync<InvalidContinuationException>(() => directory.ListAsync(10, continuation, Token));
    }

    static async Task<List<WalletState>> ListAsync(IWalletDirectory directory, int pageSize)
    {
        var listed = new List<WalletState>();
        string? continuation = null;
        do
        {
            var page = await directory.ListAsync(pageSize, continuation, Token);
            Assert.InRange(page.Entries.Count, 0, pageSize);
            listed.AddRange(page.Entries);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return listed;
    }

    static ChunkTally Kept { get; } = new() { Positions = 1, PositionsKept = 1 };

    static ChunkTally Changed { get; } = new() { Positions = 2, PositionsWritten = 2 };

    static string NewWallet() => $"0x{Guid.NewGuid():N}";

    static void AssertSame(WalletRegistration expected, WalletRegistration actual)
    {
        Assert.Equal(expected.Networks, actual.Networks);
        Assert.Equal(expected with { Networks = actual.Networks }, actual);
    }
}
