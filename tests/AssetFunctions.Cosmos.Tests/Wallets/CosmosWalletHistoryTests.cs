using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWalletHistoryTests(CosmosFixture cosmos) : WalletHistoryContract, IClassFixture<CosmosFixture>
{
    IWalletHistory History => cosmos.Services.GetRequiredService<IWalletHistory>();

    protected override (IWalletStore Store, IWalletHistory History) Open() => (cosmos.Wallets, History);

    [Fact]
    public async Task Thirty_five_days_of_hours_are_read_in_one_request()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        WalletState? basis = null;
        for (var hour = 0; hour < 35 * 24; hour++)
        {
            basis = await cosmos.Wallets.CommitAsync(Commit(Run(wallet, $"run-{hour}", hour * 60), basis, finish: Finish()), CancellationToken.None);
        }

        using var usage = cosmos.Meter.Begin();
        var hours = await History.ReadAsync(wallet, Granularity.Hour, Noon, Noon.AddDays(35), CancellationToken.None);

        Assert.Equal((35 * 24, 1), (hours!.Count, usage.Usage.Requests));
    }
}
