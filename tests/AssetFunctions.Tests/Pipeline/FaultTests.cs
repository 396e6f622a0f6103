using System.Text.Json;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Tests.Pipeline;

/// <summary>Whatever goes wrong on the way, the end state is that of a run without faults.</summary>
public sealed class FaultTests
{
    const string Positions = "SELECT c.wallet, c.id, c.fp FROM c WHERE c.type = 'position'";

    [Fact]
    public async Task An_app_killed_in_the_middle_loses_nothing()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureFunctionsLocal__MessageLease"] = "00:00:05" };
        await using var driver = await StackDriver.StartAsync(settings: settings);
        var app = driver.Stack.Apps[0];
        await driver.RequestAsync(StackDriver.Samples);
        await driver.WaitAsync(() => driver.Board.Read(runs => runs.Any(run => run.AssetsDone > 0)), "nothing started");

        await driver.Stack.CrashAsync(app);
        driver.Stack.StartApp();

        await driver.WaitAsync(() => driver.Board.AllEnded, "not every run ended");
        Assert.True(driver.Board.Read(runs => runs.All(run => run.Status == RunStatus.Completed)));
        await AssertHoldsEverythingAsync(driver);
    }

    [Fact]
    public async Task A_database_that_throttles_and_fails_now_and_then_loses_nothing()
    {
        await using var driver = await StackDriver.StartAsync();
        driver.Stack.Cosmos.Faults.Add(new FaultRule { Probability = 0.1, Action = FaultAction.Throttle, RetryAfter = TimeSpan.FromMilliseconds(50) });
        driver.Stack.Cosmos.Faults.Add(new FaultRule { Probability = 0.05, Action = FaultAction.ServiceUnavailable });

        var runs = await driver.SyncAsync(StackDriver.Samples);

        driver.Stack.Cosmos.Faults.Clear();
        Assert.All(runs, run => Assert.Equal(RunStatus.Completed, run.Status));
        await AssertHoldsEverythingAsync(driver);
    }

    static async Task AssertHoldsEverythingAsync(StackDriver driver)
    {
        var positions = await driver.QueryAsync<JsonElement>("wallets", Positions);
        var perWallet = positions.CountBy(position => position.GetProperty("wallet").GetString()!).ToDictionary(StringComparer.Ordinal);
        Assert.All(StackDriver.Samples, sample => Assert.Equal(
            sample.Kept,
            perWallet.GetValueOrDefault(WalletAddress.TryCanonicalize(sample.Address, out var wallet) ? wallet : sample.Address)));
    }
}
