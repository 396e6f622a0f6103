using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using Microsoft.Azure.Cosmos;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWalletStoreTests(CosmosFixture cosmos) : WalletStoreContract, IClassFixture<CosmosFixture>
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

        var state = await cosmos.Wallets.CommitAsync(Commit(run, basis: null, mark, Positions(250), finish: isFinish ? finish : null), CancellationToken.None);

        var sent = (int)(cosmos.Server.Meter.Snapshot() - before).DataRequests;
        Assert.Equal((3, 5 + sent - 1), (sent, state!.Marks[0].Tally.Requests));
        Assert.Equal(isFinish ? 5 + sent - 1 : null, state.Finish?.Total.Requests);
    }

    protected override Task<IWalletStore> StoreAsync() => Task.FromResult(cosmos.Wallets);

    protected override async Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = \"position\"");
        var pages = await cosmos.WalletContainer.QueryPagesAsync<PositionDocument>(query, new PartitionKey(wallet), CancellationToken.None);
        return [.. pages.SelectMany(page => page).Select(document => new PositionExample(
            document.Id, document.Network, document.ContractAddress, document.Kind, document.Protocol, document.RawAmount, document.Decimals))];
    }
}
