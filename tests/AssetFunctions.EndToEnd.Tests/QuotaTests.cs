using AssetFunctions.Cli.Api;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>Several function app processes share the quota of one key.</summary>
public sealed class QuotaTests
{
    const int Wallets = 40;

    [Trait("Runs", "long")]
    [Fact]
    public async Task Three_instances_that_start_cold_sync_forty_wallets_within_a_quota_of_one_call_per_second()
    {
        var quota = new SimulatedQuota(PerSecond: 1, PerDay: 300);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // The quota is shared while Redis responds, which on a busy machine may take longer than the default timeout.
            ["Redis__TimeoutMilliseconds"] = "5000",
            ["Cosmos__StartTimeoutSeconds"] = "60",
        };
        await using var driver = await StackDriver.StartAsync(instances: 3, settings, options => options with { Quota = quota });
        var wallets = Enumerable.Range(1, Wallets).Select(seed => new SyntheticWallet(seed, Positions: 5)).ToList();
        foreach (var wallet in wallets)
        {
            driver.Stack.Simulator!.Serve(wallet.Address, wallet.WriteAsync);
        }

        var runs = await driver.SyncAsync(wallets.Select(wallet => wallet.Address));

        Assert.Equal(Wallets, runs.Count);
        Assert.All(runs, run => Assert.True(run.Run.Status is RunStates.Completed or RunStates.Partial, $"{run.Run.Status}: {run.Run.Reason}"));
        var usage = driver.Stack.Simulator!.Usage;
        Assert.Equal((0, 1), (usage.Throttled, usage.MostPerSecond));
        Assert.InRange(usage.MostPerDay, Wallets, quota.PerDay);
    }
}
