using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Cosmos.Tests.Transactions;

public sealed class CosmosTransactionReaderTests(CosmosFixture cosmos) : TransactionReaderContract, IClassFixture<CosmosFixture>
{
    protected override (ITransactionStore Store, ITransactionReader Reader) Open() =>
        (cosmos.Services.GetRequiredService<ITransactionStore>(), cosmos.Services.GetRequiredService<ITransactionReader>());

    [Fact]
    public async Task A_page_is_read_in_two_requests()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        var (store, reader) = Open();
        await store.CommitAsync(Commit(wallet, version: null, Rows(600)), CancellationToken.None);
        using var usage = cosmos.Meter.Begin();

        var slice = await reader.ReadAsync(wallet, new TransactionFilter { PageSize = 500 }, CancellationToken.None);

        Assert.Equal(500, slice!.Transactions.Count);
        Assert.InRange(usage.Usage.Requests, 1, 2);
    }

    [Fact]
    public async Task Positions_and_runs_in_the_same_partition_are_not_shown()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        var (store, reader) = Open();
        await store.CommitAsync(Commit(wallet, version: null, Rows(2)), CancellationToken.None);
        await cosmos.Wallets.CommitAsync(
            Testing.Fixtures.WalletExamples.Commit(
                Testing.Fixtures.WalletExamples.Run(wallet), basis: null, upserts: Testing.Fixtures.WalletExamples.Positions(3),
                finish: Testing.Fixtures.WalletExamples.Finish()),
            CancellationToken.None);

        var slice = await reader.ReadAsync(wallet, new TransactionFilter { PageSize = 10 }, CancellationToken.None);

        Assert.Equal(2, slice!.Transactions.Count);
    }
}
