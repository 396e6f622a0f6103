using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class WalletDirectoryContract
{
    // Tests may share one database; each has a tick of its own.
    static int s_ticks;

    [Fact]
    public async Task Due_wallets_are_found_once_in_the_shards_and_those_that_are_not_due_never()
    {
        var (store, directory) = Open();
        var due = await RegisterAsync(directory, 30, Noon.AddMinutes(-1));
        var exactly = await RegisterAsync(directory, 1, Noon);
        var later = await RegisterAsync(directory, 10, Noon.AddMilliseconds(1));
        var paused = await RegisterAsync(directory, 5, dueAt: null);
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(3)), Token);

        var found = await DueAsync(directory, Noon);

        Assert.Equal(found.Count, found.Select(entry => entry.Wallet).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(due.Concat(exactly).Except(found.Select(entry => entry.Wallet)));
        Assert.Empty(later.Concat(paused).Append(_wallet).Intersect(found.Select(entry => entry.Wallet)));
        Assert.Equal(Noon, found.Single(entry => entry.Wallet == exactly[0]).DueAt);
    }

    [Fact]
    public async Task A_due_time_is_moved_by_only_one_of_its_readers()
    {
        var (_, directory) = Open();
        var wallets = await RegisterAsync(directory, 20, Noon);
        var next = Noon.AddHours(1);
        List<DueAdvance> advances = [.. wallets.Select(wallet => new DueAdvance(wallet, Noon, next, Claim($"due-{wallet}")))];

        var moved = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => directory.AdvanceAsync(advances, Token))));

        Assert.Equal(wallets.Order(StringComparer.Ordinal), moved.SelectMany(wallet => wallet).Order(StringComparer.Ordinal));
        var life = (await Reader.FindAsync(wallets[0], Token))!;
        Assert.Equal((next, Claim($"due-{wallets[0]}")), (life.DueAt!.Value, life.Claim));
        Assert.Empty(wallets.Intersect((await DueAsync(directory, Noon)).Select(entry => entry.Wallet)));
    }

    [Fact]
    public async Task A_wallet_is_taken_off_the_schedule_without_a_claim()
    {
        var (_, directory) = Open();
        var wallet = (await RegisterAsync(directory, 1, Noon))[0];

        var moved = await directory.AdvanceAsync([new DueAdvance(wallet, Noon, null), new DueAdvance(NewWallet(), Noon, null)], Token);

        Assert.Equal([wallet], moved);
        Assert.Equal((null, null), ((await Reader.FindAsync(wallet, Token))!.DueAt, (await Reader.FindAsync(wallet, Token))!.Claim));
        Assert.DoesNotContain(await DueAsync(directory, Noon.AddYears(1)), entry => entry.Wallet == wallet);
    }

    [Fact]
    public async Task Due_wallet_stays_due_when_its_run_cannot_be_claimed()
    {
        var (_, directory) = Open();
        var wallet = (await RegisterAsync(directory, 1, Noon))[0];
        await directory.TryClaimAsync(wallet, Claim("asked"), Terms(), Token);
        var advance = new DueAdvance(wallet, Noon, Noon.AddHours(1), Claim("due", minutes: 1), Terms(1));

        Assert.Empty(await directory.AdvanceAsync([advance], Token));
        var held = (await Reader.FindAsync(wallet, Token))!;
        Assert.Equal((Noon, "asked"), (held.DueAt, held.Claim!.RunId));

        await directory.WithdrawAsync(wallet, "asked", Token);
        Assert.Equal([wallet], await directory.AdvanceAsync([advance], Token));
        Assert.Equal("due", (await Reader.FindAsync(wallet, Token))!.Claim!.RunId);
    }

    [Fact]
    public async Task A_wallet_whose_registration_was_changed_since_it_was_read_stays_due()
    {
        var (_, directory) = Open();
        var wallet = (await RegisterAsync(directory, 1, Noon))[0];
        var read = await Reader.FindAsync(wallet, Token);
        await directory.TryRegisterAsync(wallet, Registration(revision: 2), Noon, read, Token);
        var advance = new DueAdvance(wallet, Noon, Noon.AddDays(7)) { Revision = 1 };

        Assert.Empty(await directory.AdvanceAsync([advance], Token));
        Assert.Equal(Noon, (await Reader.FindAsync(wallet, Token))!.DueAt);
        Assert.Equal([wallet], await directory.AdvanceAsync([advance with { Revision = 2 }], Token));
    }

    [Fact]
    public async Task The_due_time_of_a_removal_is_moved_until_the_wallet_is_gone()
    {
        var (_, directory) = Open();
        var wallet = (await RegisterAsync(directory, 1, Noon))[0];
        var late = Noon + RegistrationDefaults.RemovalLate;
        var removal = new DueAdvance(wallet, late, Noon.AddHours(1)) { IsRemoval = true };
        Assert.Empty(await directory.AdvanceAsync([removal with { DueAt = Noon }], Token));
        await directory.CloseAsync(wallet, Noon, Token);

        Assert.Empty(await directory.AdvanceAsync([removal with { IsRemoval = false }], Token));
        Assert.Equal([wallet], await directory.AdvanceAsync([removal], Token));
        Assert.Empty(await directory.AdvanceAsync([removal], Token));

        while (await directory.RemoveSomeAsync(wallet, Noon, Token) is { DoneAt: null })
        {
        }

        Assert.Empty(await directory.AdvanceAsync([removal with { DueAt = Noon.AddHours(1) }], Token));
        Assert.DoesNotContain(await DueAsync(directory, Noon.AddYears(1)), entry => entry.Wallet == wallet);
    }

    [Fact]
    public async Task The_claims_of_one_tick_are_found_again()
    {
        var (_, directory) = Open();
        var wallets = await RegisterAsync(directory, 12, Noon);
        var tick = Noon.AddMilliseconds(Interlocked.Increment(ref s_ticks));
        var claim = new WalletClaim("due", tick, tick + Stuck);
        await directory.AdvanceAsync([.. wallets[..8].Select(wallet => new DueAdvance(wallet, Noon, Noon.AddDays(1), claim))], Token);

        var found = new List<WalletState>();
        foreach (var shard in await directory.FindShardsAsync(Token))
        {
            await foreach (var page in directory.FindClaimedAsync(shard, tick, Token))
            {
                found.AddRange(page);
            }
        }

        Assert.Equal(wallets[..8].Order(StringComparer.Ordinal), found.Select(entry => entry.Wallet).Order(StringComparer.Ordinal));
        Assert.All(found, entry => Assert.Equal(claim, entry.Claim));
    }

    static async Task<List<string>> RegisterAsync(IWalletDirectory directory, int count, DateTimeOffset? dueAt)
    {
        var wallets = Enumerable.Range(0, count).Select(_ => NewWallet()).ToList();
        foreach (var wallet in wallets)
        {
            await directory.TryRegisterAsync(wallet, Registration(), dueAt, basis: null, Token);
        }

        return wallets;
    }

    static async Task<List<WalletState>> DueAsync(IWalletDirectory directory, DateTimeOffset until)
    {
        var found = new List<WalletState>();
        foreach (var shard in await directory.FindShardsAsync(Token))
        {
            await foreach (var page in directory.FindDueAsync(shard, until, Token))
            {
                found.AddRange(page);
            }
        }

        return found;
    }
}
