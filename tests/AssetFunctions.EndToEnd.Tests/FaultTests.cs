using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Sync;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>With any fault, the end state is that of a run without faults.</summary>
public sealed class FaultTests
{
    const string Pages = "SELECT c.wallet, c.rows FROM c WHERE c.type = 'page'";

    [Fact]
    public async Task An_app_killed_in_the_middle_loses_nothing()
    {
        await using var driver = await StartWithShortLeaseAsync();
        var runs = await StartRunsAsync(driver);

        await driver.Stack.CrashAsync(driver.Stack.Apps[0]);
        await driver.Stack.StartAppAsync(default);

        await AssertCompletesAsync(driver, runs);
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_is_replaced_and_loses_nothing()
    {
        await using var driver = await StartWithShortLeaseAsync();
        var runs = await StartRunsAsync(driver);

        await driver.Stack.Apps[0].KillWorkerAsync(default);

        await AssertCompletesAsync(driver, runs);
        Assert.False(driver.Stack.Apps[0].HasExited);
    }

    [Fact]
    public async Task A_database_that_throttles_and_fails_now_and_then_loses_nothing()
    {
        await using var driver = await StackDriver.StartAsync();
        driver.Stack.Cosmos.Faults.Add(new FaultRule { Probability = 0.1, Action = FaultAction.Throttle, RetryAfter = TimeSpan.FromMilliseconds(50) });
        driver.Stack.Cosmos.Faults.Add(new FaultRule { Probability = 0.05, Action = FaultAction.ServiceUnavailable });

        var runs = await driver.SyncAsync(StackDriver.Samples);

        driver.Stack.Cosmos.Faults.Clear();
        Assert.All(runs, run => Assert.Equal(RunStates.Completed, run.Run.Status));
        await AssertHoldsEverythingAsync(driver);
    }

    // Family: a run reports exactly the requests that the database counted for it, in any delivery.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Requests_of_a_failed_delivery_are_counted_by_its_run_whichever_instance_continues(int instances)
    {
        await using var driver = await StackDriver.StartAsync(instances, change: options => options with { HasObserver = true });
        driver.Stack.Cosmos.Faults.Add(new FaultRule { Action = FaultAction.Throttle, Container = "registry", Count = 25, RetryAfter = TimeSpan.FromMilliseconds(50) });
        var before = await driver.CountOfRunsAsync();

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);

        var counted = await driver.CountOfRunsAsync();
        var (requests, units) = (counted.Requests - before.Requests, counted.RequestUnits - before.RequestUnits);
        Assert.Equal((RunStates.Completed, requests), (runs[0].Run.Status, runs[0].Run.Counts!.Requests));
        Assert.InRange(requests, 26, 60);
        Assert.InRange(runs[0].Run.Counts!.RequestUnits, 1, units);
    }

    [Fact]
    public async Task Request_units_of_a_run_exclude_its_last_request_and_those_of_its_summary_include_it()
    {
        await using var driver = await StackDriver.StartAsync(change: options => options with { HasObserver = true });
        var before = await driver.CountOfRunsAsync();

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);

        var summary = Regex.Match(driver.ReadLog(1), "request units (?<units>[0-9,]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["units"].Value;
        var charged = (await driver.CountOfRunsAsync()).RequestUnits - before.RequestUnits;
        Assert.Equal(charged, double.Parse(summary, CultureInfo.InvariantCulture), tolerance: 0.51);
        Assert.InRange(runs[0].Run.Counts!.RequestUnits, 1, charged - 1);
    }

    [Fact]
    public async Task Assets_whose_creation_got_no_response_are_counted_as_created()
    {
        await using var driver = await StackDriver.StartAsync();
        driver.Stack.Cosmos.Faults.Add(new FaultRule { Action = FaultAction.RequestTimeoutAfterCommit, Operation = OperationType.Batch, Container = "registry", Count = 6 });

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);

        var stored = await driver.QueryAsync<string>("registry", "SELECT VALUE c.id FROM c WHERE IS_DEFINED(c.contractAddress)");
        Assert.Equal((RunStates.Completed, stored.Count), (runs[0].Run.Status, runs[0].Run.Counts!.AssetsCreated));
    }

    static Task<StackDriver> StartWithShortLeaseAsync() => StackDriver.StartAsync(change: options => options with { MessageLease = TimeSpan.FromSeconds(5) });

    /// <summary>Requests runs and waits until the first of them has registered assets.</summary>
    static async Task<IReadOnlyList<FollowedRun>> StartRunsAsync(StackDriver driver)
    {
        var runs = await driver.RequestAsync(StackDriver.Samples.Select(sample => sample.Address));
        await driver.WaitAsync(async () => (await driver.QueryAsync<string>("registry", "SELECT VALUE c.id FROM c")).Count > 0, "nothing started");
        return runs;
    }

    static async Task AssertCompletesAsync(StackDriver driver, IReadOnlyList<FollowedRun> runs)
    {
        await driver.FollowAsync(runs);
        Assert.All(runs, run => Assert.Equal(RunStates.Completed, run.Run.Status));
        await AssertHoldsEverythingAsync(driver);
    }

    static async Task AssertHoldsEverythingAsync(StackDriver driver)
    {
        var pages = await driver.QueryAsync<JsonElement>("wallets", Pages);
        var perWallet = pages.GroupBy(page => page.GetProperty("wallet").GetString()!)
            .ToDictionary(wallet => wallet.Key, wallet => wallet.Sum(page => page.GetProperty("rows").GetArrayLength()), StringComparer.Ordinal);
        Assert.All(StackDriver.Samples, sample => Assert.Equal(
            sample.Kept,
            perWallet.GetValueOrDefault(WalletAddress.TryCanonicalize(sample.Address, out var wallet) ? wallet : sample.Address)));
    }
}
