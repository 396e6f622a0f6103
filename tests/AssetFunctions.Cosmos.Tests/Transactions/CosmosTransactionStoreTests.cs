using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Cosmos.Tests.Transactions;

public sealed class CosmosTransactionStoreTests(CosmosFixture cosmos) : TransactionStoreContract, IClassFixture<CosmosFixture>
{
    static readonly CancellationToken Token = CancellationToken.None;

    protected override ITransactionStore Store => cosmos.Services.GetRequiredService<ITransactionStore>();

    protected override IWalletDirectory Directory => cosmos.Directory;

    protected override IWalletReader Reader => cosmos.Reader;

    [Fact]
    public async Task An_unchanged_page_costs_three_requests_and_a_changed_one_no_more()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        var rows = Rows(99);
        await Store.CommitAsync(Commit(wallet, version: null, rows), Token);
        using var usage = cosmos.Meter.Begin();

        var basis = await Store.FindHistoryAsync(wallet, Token);
        await Store.ReadMarksAsync(wallet, [.. rows.Select(TransactionId.For)], new MinedWindow(Noon, Noon.AddHours(1)), Token);
        await Store.CommitAsync(Commit(wallet, basis!.Version, rows, opened: basis.History, areNew: false), Token);

        Assert.Equal(3, usage.Usage.Requests);
    }

    [Fact]
    public async Task A_page_of_more_than_a_hundred_takes_one_request_per_batch()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        await Directory.TryClaimAsync(wallet, new WalletClaim("run", Noon, Noon), new ClaimTerms(Noon, Noon, FreshSince: null), Token);
        using var usage = cosmos.Meter.Begin();

        await Store.CommitAsync(Commit(wallet, version: null, Rows(250)), Token);

        Assert.Equal(3, usage.Usage.Requests);
    }

    [Fact]
    public async Task Transactions_too_large_for_one_batch_are_split_by_size()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        var large = Enumerable.Range(0, 6)
            .Select(number => Transaction(number) with { Transfers = [.. Enumerable.Range(0, 4000).Select(i => Transaction(i).Transfers[0])] })
            .ToList();

        Assert.True(await Store.CommitAsync(Commit(wallet, version: null, large), Token));

        Assert.Equal(6, (await Store.FindHistoryAsync(wallet, Token))!.History.Stored);
    }
}
