using System.Numerics;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

/// <summary>Writers that decided on the same state: the database lets one of them through, whole.</summary>
public sealed class WalletConcurrencyTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    const int Writers = 8;

    static readonly CancellationToken Token = CancellationToken.None;

    [Fact]
    public async Task Of_many_first_commits_of_a_wallet_one_is_stored_and_the_others_must_read_again()
    {
        var results = await AllAsync(writer => CommitAsync("first", writer, basis: null, finish: null));

        await AssertOneWonAsync("first", results);
    }

    [Fact]
    public async Task Of_many_commits_that_finish_a_run_on_one_state_one_is_stored_and_the_others_must_read_again()
    {
        var basis = await CommitAsync("finishing", writer: 99, basis: null, finish: null);

        var results = await AllAsync(writer => CommitAsync("finishing", writer, basis, Finish()));

        await AssertOneWonAsync("finishing", results);
    }

    [Fact]
    public async Task Of_many_finishers_of_a_run_one_finishes_it()
    {
        var run = Run("finishers");
        await cosmos.Wallets.CommitAsync(Commit(run, basis: null, upserts: Positions(3)), Token);

        var finished = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => cosmos.Wallets.FinishAsync(run, Finish(), Token))));

        Assert.Single(finished, finish => finish is not null);
    }

    static Task<WalletState?[]> AllAsync(Func<int, Task<WalletState?>> commitAsync)
        => Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => commitAsync(writer))));

    // Each writer is a run of its own that holds amounts of its own, so that a mixture of two would show.
    Task<WalletState?> CommitAsync(string wallet, int writer, WalletState? basis, RunFinish? finish)
    {
        var run = Run(wallet, $"run-{writer}", minutes: basis is null ? 0 : 5);
        var positions = Enumerable.Range(0, 20).Select(number => Position(number, new BigInteger((1_000 * (writer + 1)) + number))).ToList();
        return cosmos.Wallets.CommitAsync(Commit(run, basis, upserts: positions, finish: finish), Token);
    }

    async Task AssertOneWonAsync(string wallet, WalletState?[] results)
    {
        var winner = Assert.Single(results, state => state is not null)!;
        var range = await cosmos.Wallets.ReadRangeAsync(wallet, Everything, Token);
        Assert.Equal(winner.Version, range.State?.Version);
        Assert.Equal(winner.Run?.RunId, range.State?.Run?.RunId);

        var writer = int.Parse(winner.Run!.RunId["run-".Length..]);
        var expected = Enumerable.Range(0, 20).Select(number => Position(number, new BigInteger((1_000 * (writer + 1)) + number)).Fingerprint);
        Assert.Equal(expected.Order(StringComparer.Ordinal), range.Positions.Select(position => position.Fingerprint).Order(StringComparer.Ordinal));
    }
}
