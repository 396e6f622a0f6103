using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

public abstract partial class WalletDirectoryContract
{
    [Fact]
    public async Task Of_many_concurrent_claims_one_succeeds_whether_or_not_the_wallet_is_known()
    {
        foreach (var isKnown in new[] { false, true })
        {
            var (_, directory) = Open();
            var wallet = NewWallet();
            if (isKnown)
            {
                await directory.TryRegisterAsync(wallet, Registration(), Noon, basis: null, Token);
            }

            var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
                Task.Run(() => directory.TryClaimAsync(wallet, Claim($"claim-{number}"), Terms(), Token))));

            var won = Assert.Single(claims, claim => claim is not null);
            Assert.Equal(won!.Claim, (await Reader.FindAsync(wallet, Token))!.Claim);
            Assert.Equal(isKnown, won.Registration is not null);
        }
    }

    [Fact]
    public async Task A_claim_blocks_new_runs_until_it_expires()
    {
        var (_, directory) = Open();
        await directory.TryClaimAsync(_wallet, Claim("first"), Terms(), Token);

        Assert.Null(await directory.TryClaimAsync(_wallet, Claim("second", minutes: 14), Terms(14), Token));
        var third = await directory.TryClaimAsync(_wallet, Claim("third", minutes: 15), Terms(15), Token);

        Assert.Equal(Claim("third", minutes: 15), third!.Claim);
    }

    [Fact]
    public async Task A_claim_can_be_extended_by_its_own_run()
    {
        var (_, directory) = Open();
        Assert.False(await directory.ExtendAsync(_wallet, "first", Noon.AddHours(1), Token));
        await directory.TryClaimAsync(_wallet, Claim("first"), Terms(), Token);

        Assert.False(await directory.ExtendAsync(_wallet, "other", Noon.AddHours(1), Token));
        Assert.True(await directory.ExtendAsync(_wallet, "first", Noon.AddHours(1), Token));

        Assert.Null(await directory.TryClaimAsync(_wallet, Claim("second", minutes: 59), Terms(59), Token));
        Assert.NotNull(await directory.TryClaimAsync(_wallet, Claim("third", minutes: 60), Terms(60), Token));
    }

    [Fact]
    public async Task A_withdrawn_claim_no_longer_blocks_new_runs_and_another_one_stays()
    {
        var (_, directory) = Open();
        await directory.WithdrawAsync(_wallet, "first", Token);
        await directory.TryClaimAsync(_wallet, Claim("first"), Terms(), Token);

        await directory.WithdrawAsync(_wallet, "other", Token);
        Assert.Equal(Claim("first"), (await Reader.FindAsync(_wallet, Token))!.Claim);

        await directory.WithdrawAsync(_wallet, "first", Token);
        Assert.Null((await Reader.FindAsync(_wallet, Token))!.Claim);
        Assert.NotNull(await directory.TryClaimAsync(_wallet, Claim("second", minutes: 1), Terms(1), Token));
    }

    [Fact]
    public async Task A_claim_is_over_when_its_run_or_one_fetched_after_it_has_ended()
    {
        foreach (var (runId, minutes, isOver) in new[] { ("first", 1.0, true), ("other", 1.0, true), ("other", -1.0, false) })
        {
            var (store, directory) = Open();
            var wallet = NewWallet();
            await directory.TryClaimAsync(wallet, Claim("first"), Terms(), Token);
            var run = Run(wallet, runId, minutes);
            await store.CommitAsync(Commit(run, (await store.ReadRangeAsync(wallet, Everything, Token)).State, finish: Finish()), Token);

            Assert.Equal(isOver, (await Reader.FindAsync(wallet, Token))!.OpenClaim is null);
            var next = await directory.TryClaimAsync(wallet, Claim("next", minutes: 2), Terms(2), Token);
            Assert.Equal(isOver, next is not null);
        }
    }

    [Fact]
    public async Task A_claim_that_is_over_stays_over_while_a_later_run_stores_its_chunks()
    {
        foreach (var runId in new[] { "first", "other" })
        {
            var (store, directory) = Open();
            var wallet = NewWallet();
            await directory.TryClaimAsync(wallet, Claim("first"), Terms(), Token);
            await store.CommitAsync(Commit(Run(wallet, runId, 1), (await store.ReadRangeAsync(wallet, Everything, Token)).State, finish: Finish()), Token);
            var storing = Run(wallet, "storing", 2, chunks: 2);
            await store.CommitAsync(Commit(storing, (await store.ReadRangeAsync(wallet, Everything, Token)).State), Token);

            var state = (await Reader.FindAsync(wallet, Token))!;
            Assert.Equal((null, "storing"), (state.OpenClaim, ClaimRules.FindLive(state, Noon.AddMinutes(3), Noon)));
            Assert.Null(await directory.TryClaimAsync(wallet, Claim("next", minutes: 3), Terms(3), Token));
            Assert.NotNull(await directory.TryClaimAsync(wallet, Claim("next", minutes: 3), Terms(3) with { StuckBefore = storing.StartedAt }, Token));
        }
    }

    [Fact]
    public async Task A_claim_is_over_when_its_run_fails()
    {
        var (store, directory) = Open();
        await directory.TryClaimAsync(_wallet, Claim("first"), Terms(), Token);
        await store.FailAsync(_wallet, Failure("first", minutes: -1), Token);

        Assert.Null((await Reader.FindAsync(_wallet, Token))!.OpenClaim);
        Assert.NotNull(await directory.TryClaimAsync(_wallet, Claim("next", minutes: 2), Terms(2), Token));
    }

    [Fact]
    public async Task A_run_without_a_claim_blocks_new_runs_until_it_ends_or_is_stuck()
    {
        var (store, directory) = Open();
        var run = Run(_wallet, chunks: 2);
        await store.CommitAsync(Commit(run, basis: null), Token);

        Assert.Null(await directory.TryClaimAsync(_wallet, Claim("second", minutes: 14), Terms(14), Token));
        Assert.NotNull(await directory.TryClaimAsync(_wallet, Claim("third", minutes: 15), Terms(15), Token));
    }

    [Fact]
    public async Task A_finished_run_blocks_claims_for_which_it_is_fresh_enough()
    {
        var (store, directory) = Open();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, finish: Finish()), Token);

        Assert.Null(await directory.TryClaimAsync(_wallet, Claim("second", minutes: 1), Terms(1) with { FreshSince = Noon }, Token));
        Assert.NotNull(await directory.TryClaimAsync(_wallet, Claim("third", minutes: 1), Terms(1) with { FreshSince = Noon.AddSeconds(1) }, Token));
    }

    [Fact]
    public async Task A_claim_leaves_a_running_commit_valid_and_the_registration_alone()
    {
        var (store, directory) = Open();
        await directory.TryRegisterAsync(_wallet, Registration(), Noon, basis: null, Token);

        var claimed = await directory.TryClaimAsync(_wallet, Claim("first"), Terms(), Token);
        var run = Run(_wallet, "first", 1);
        var state = await store.CommitAsync(Commit(run, (await store.ReadRangeAsync(_wallet, Everything, Token)).State, upserts: Positions(1), finish: Finish()), Token);

        Assert.Equal((1, Noon), (claimed!.Registration!.Revision, claimed.DueAt));
        Assert.Equal(RunStatus.Completed, state!.Status);
    }
}
