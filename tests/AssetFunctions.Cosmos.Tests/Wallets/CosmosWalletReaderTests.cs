using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWalletReaderTests(CosmosFixture cosmos) : WalletReaderContract, IClassFixture<CosmosFixture>
{
    protected override (IWalletStore Store, IWalletReader Reader) Open() => (cosmos.Wallets, cosmos.Reader);

    [Fact]
    public async Task A_wallet_of_five_hundred_positions_is_read_in_two_requests()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        await cosmos.Wallets.CommitAsync(Commit(Run(wallet), basis: null, upserts: Positions(500), finish: Finish()), CancellationToken.None);
        using var usage = cosmos.Meter.Begin();

        var content = await cosmos.Reader.FindContentAsync(wallet, CancellationToken.None);

        Assert.Equal(500, content!.Positions.Count);
        Assert.Equal(2, usage.Usage.Requests);
    }

    [Fact]
    public async Task Database_that_responds_is_healthy() => Assert.Equal(HealthStatus.Healthy, (await CheckAsync(cosmos.Services)).Status);

    [Fact]
    public async Task Database_that_is_gone_is_unhealthy()
    {
        await using var services = CosmosFixture.Compose(
            ("ConnectionString", $"AccountEndpoint=http://127.0.0.1:9/;AccountKey={Convert.ToBase64String(new byte[64])};"),
            ("CallTimeoutSeconds", "1"),
            ("MaxThrottleWaitSeconds", "1"));

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
    }

    static async Task<HealthReportEntry> CheckAsync(IServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["database"];
}
