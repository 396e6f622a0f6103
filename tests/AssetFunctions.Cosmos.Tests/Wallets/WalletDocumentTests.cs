using System.Text.Json;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

/// <summary>What a synced wallet leaves in its partition, and for how long.</summary>
public sealed class WalletDocumentTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    const string Wallet = "0xabc";

    [Fact]
    public async Task A_finished_run_leaves_state_page_and_record_in_one_partition()
    {
        await SyncAsync(cosmos.Wallets);

        using var pages = cosmos.WalletContainer.GetItemQueryStreamIterator(
            "SELECT * FROM c", requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey(Wallet) });
        using var page = await pages.ReadNextAsync();
        using var content = await JsonDocument.ParseAsync(page.Content);
        var documents = content.RootElement.GetProperty("Documents").EnumerateArray().ToList();

        Assert.Equal(
            ["page", "sync", "wallet"],
            documents.Select(document => document.GetProperty("type").GetString()).Order(StringComparer.Ordinal));
        var lives = documents.Where(document => document.TryGetProperty("ttl", out _)).ToDictionary(IdOf, document => document.GetProperty("ttl").GetInt32());
        Assert.Equal(new Dictionary<string, int> { ["sync:run-1"] = 3_024_000 }, lives);

        static string IdOf(JsonElement document) => document.GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task The_record_of_a_run_expires_after_35_days_and_the_wallet_stays()
    {
        var clock = new ManualTimeProvider();
        await using var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0, Clock = clock });
        await using var services = CosmosFixture.Compose(("ConnectionString", server.ConnectionString));
        await services.GetRequiredService<CosmosResources>().EnsureCreatedAsync(CancellationToken.None);
        var wallets = services.GetRequiredService<IWalletStore>();
        await SyncAsync(wallets);

        clock.Advance(TimeSpan.FromDays(35) - TimeSpan.FromSeconds(2));
        Assert.NotNull(await wallets.FindRunAsync(Wallet, "run-1", CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(await wallets.FindRunAsync(Wallet, "run-1", CancellationToken.None));

        var range = await wallets.ReadRangeAsync(Wallet, Everything, CancellationToken.None);
        Assert.Equal(3, range.Positions.Count);
        Assert.Equal(RunStatus.Completed, range.State?.Status);
    }

    static Task<WalletState?> SyncAsync(IWalletStore wallets)
        => wallets.CommitAsync(Commit(Run(Wallet), basis: null, upserts: Positions(3), finish: Finish()), CancellationToken.None);
}
