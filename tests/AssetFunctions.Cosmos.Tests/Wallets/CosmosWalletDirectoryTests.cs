using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Azure.Cosmos;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWalletDirectoryTests(CosmosFixture cosmos) : WalletDirectoryContract, IClassFixture<CosmosFixture>
{
    static readonly CancellationToken Token = CancellationToken.None;

    [Fact]
    public async Task What_is_left_of_a_deleted_wallet_expires_by_itself_and_nothing_else_is_left()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        var (store, directory) = Open();
        await store.CommitAsync(Commit(Run(wallet), basis: null, upserts: Positions(120), finish: Finish()), Token);
        await directory.CloseAsync(wallet, Noon, Token);
        while (await directory.RemoveSomeAsync(wallet, Noon, Token) is { DoneAt: null })
        {
        }

        var partition = new PartitionKey(wallet);
        var pages = await cosmos.WalletContainer.QueryPagesAsync<IdRow>(new QueryDefinition("SELECT c.id FROM c"), partition, Token);
        var note = await cosmos.WalletContainer.FindAsync(WalletDocumentIds.State, partition, CosmosJson.Default.WalletDocument, Token);

        Assert.Single(pages.SelectMany(page => page));
        Assert.Equal((WalletDocumentIds.State, RegistrationDefaults.RememberDeletedSeconds, 3), (note!.Id, note.Ttl!.Value, note.Deletion!.Removed));
        Assert.Equal((null, null, null, null), (note.Run, note.Ranges, note.Finish, note.Registration));
    }

    [Fact]
    public async Task A_hundred_due_times_move_in_few_requests_and_a_claim_takes_one()
    {
        var (_, directory) = Open();
        var wallets = Enumerable.Range(0, 100).Select(_ => $"0x{Guid.NewGuid():N}").ToList();
        foreach (var wallet in wallets)
        {
            await directory.TryRegisterAsync(wallet, Registration(), Noon, basis: null, Token);
        }

        var before = cosmos.Server.Meter.Snapshot();
        var moved = await directory.AdvanceAsync([.. wallets.Select(wallet => new DueAdvance(wallet, Noon, Noon.AddHours(1)))], Token);
        var advanced = cosmos.Server.Meter.Snapshot();
        var terms = new ClaimTerms(Noon, Noon.AddMinutes(-15), FreshSince: null);
        Assert.NotNull(await directory.TryClaimAsync(wallets[0], new WalletClaim("run", Noon, Noon.AddMinutes(15)), terms, Token));

        // How many are merged is up to how fast they come; one request each would be a hundred.
        Assert.Equal(100, moved.Count);
        Assert.InRange((advanced - before).DataRequests, 1, 20);
        Assert.Equal(1, (cosmos.Server.Meter.Snapshot() - advanced).DataRequests);
    }

    protected override (IWalletStore Store, IWalletDirectory Directory) Open() =>
        (cosmos.Wallets, cosmos.Directory);

    protected override IWalletReader Reader => cosmos.Reader;
}
