using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

/// <summary>The store with positions in pages.</summary>
public sealed class CosmosWalletStoreTests(CosmosFixture cosmos) : WalletStoreContract, IClassFixture<CosmosFixture>
{
    // Family: what the database counted for a run is what the run reports.
    [Theory]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 2)]
    [InlineData(false, false, 2)]
    [InlineData(false, true, 3)]
    public async Task End_of_a_run_counts_what_is_read_for_it(bool isInCommit, bool endsDay, int requests)
    {
        var wallet = $"0xend{isInCommit}{endsDay}";
        await cosmos.Wallets.CommitAsync(Commit(Run(wallet), basis: null, upserts: Positions(3), finish: Finish()), CancellationToken.None);
        var run = Run(wallet, "run-2", endsDay ? 24 * 60 : 5);
        var range = await cosmos.Wallets.ReadRangeAsync(wallet, Everything, CancellationToken.None);
        var commit = Commit(run, range.State, finish: isInCommit ? Finish() : null) with { Range = range };
        if (!isInCommit)
        {
            await cosmos.Wallets.CommitAsync(commit, CancellationToken.None);
        }

        var before = cosmos.Server.Meter.Snapshot();
        var finish = isInCommit
            ? (await cosmos.Wallets.CommitAsync(commit, CancellationToken.None))!.Finish
            : await cosmos.Wallets.FinishAsync(run, Finish(), CancellationToken.None);

        var sent = (int)(cosmos.Server.Meter.Snapshot() - before).DataRequests;
        var record = await cosmos.Wallets.FindRunAsync(wallet, run.RunId, CancellationToken.None);
        Assert.Equal((requests, Finish().Total.Requests + sent - 1), (sent, finish!.Total.Requests));
        Assert.Equal(finish.Total, record!.Total);
    }

    protected override Task<IWalletStore> StoreAsync() => Task.FromResult(cosmos.Wallets);

    protected override Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet) => cosmos.PositionsAsync(wallet);
}

/// <summary>The store with a document per position.</summary>
public sealed class DocumentsWalletStoreTests(CosmosFixture cosmos) : WalletStoreContract, IClassFixture<CosmosFixture>
{
    // Family: what the database counted for a run is what the run reports.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commit_in_several_batches_counts_each_of_them(bool isFinish)
    {
        var run = Run($"0xseveral{isFinish}");
        var mark = Mark(run) with { Tally = new ChunkTally { Requests = 5, RequestUnits = 2.5 } };
        var finish = Finish(total: mark.Tally);
        var before = cosmos.Server.Meter.Snapshot();

        var state = await cosmos.Documents.CommitAsync(Commit(run, basis: null, mark, Positions(250), finish: isFinish ? finish : null), CancellationToken.None);

        var sent = (int)(cosmos.Server.Meter.Snapshot() - before).DataRequests;
        Assert.Equal((3, 5 + sent - 1), (sent, state!.Marks[KeyOf()].Tally.Requests));
        Assert.Equal(isFinish ? 5 + sent - 1 : null, state.Finish?.Total.Requests);
    }

    protected override Task<IWalletStore> StoreAsync() => Task.FromResult(cosmos.Documents);

    protected override Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet) => cosmos.PositionsAsync(wallet);
}
