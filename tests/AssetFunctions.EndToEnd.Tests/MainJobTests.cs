using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssetFunctions.Cli.Api;
using AssetFunctions.Local.Stack;
using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.EndToEnd.Tests;

public sealed class MainJobTests
{
    [Fact]
    public async Task Every_sample_wallet_completes_and_every_asset_is_stored_once()
    {
        await using var driver = await StackDriver.StartAsync(change: options => options with { HasObserver = true });
        var before = driver.Count();

        var runs = await driver.SyncAsync(StackDriver.Samples);

        var counted = (driver.Count() - before).DataRequests;
        Assert.All(runs, run => Assert.Equal(RunStates.Completed, run.Run.Status));
        Assert.All(runs.Zip(StackDriver.Samples), pair => Assert.Equal(pair.Second.Kept, pair.First.Run.Counts?.Positions));
        Assert.True(counted * 5 < runs.Sum(run => run.Run.Counts!.NaiveRequests), $"{counted} requests");

        var assets = await driver.QueryAsync<JsonElement>("registry", "SELECT c.network, c.contractAddress FROM c WHERE IS_DEFINED(c.contractAddress)");
        var keys = assets.Select(asset => $"{asset.GetProperty("network")}:{asset.GetProperty("contractAddress")}").ToList();
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(runs.Sum(run => run.Run.Counts!.AssetsCreated), keys.Count);
    }

    [Fact]
    public async Task A_stack_whose_app_cannot_start_says_why()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Zerion__ApiKey"] = "" };

        var failure = await Assert.ThrowsAsync<StackException>(() => StackDriver.StartAsync(settings: settings));

        Assert.Contains("AssetFunctions failed to start: Zerion:ApiKey ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_creates_no_asset_and_writes_no_unchanged_position()
    {
        await using var driver = await StackDriver.StartAsync();
        await driver.SyncAsync(StackDriver.Samples);

        var runs = await driver.SyncAsync(StackDriver.Samples);

        Assert.All(runs, run => Assert.Equal(
            (RunStates.Completed, 0, 0, 0),
            (run.Run.Status, run.Run.Counts!.AssetsCreated, run.Run.Counts.PositionsWritten, run.Run.Counts.PricesUpdated)));
    }

    [Fact]
    public async Task Runs_count_as_many_requests_as_the_database_however_often_they_are_polled()
    {
        await using var driver = await StackDriver.StartAsync(change: options => options with { HasObserver = true });
        var before = await driver.CountOfRunsAsync();

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);

        var counted = await driver.CountOfRunsAsync();
        var (requests, units) = (counted.Requests - before.Requests, counted.RequestUnits - before.RequestUnits);
        Assert.Equal(requests, runs[0].Run.Counts!.Requests);

        // The charge of the request that stores the end is known only afterwards: the summary includes it, the stored run does not.
        Assert.InRange(runs[0].Run.Counts!.RequestUnits, 1, units);
        await driver.WaitAsync(() => SummaryUnits(driver) is not null, "the summary was not logged");
        Assert.Equal(units, SummaryUnits(driver)!.Value, tolerance: 1);

        var records = await driver.QueryAsync<JsonElement>("wallets", "SELECT c.totals FROM c WHERE c.type = 'sync'");
        Assert.Equal(requests, Assert.Single(records).GetProperty("totals").GetProperty("requests").GetInt64());
    }

    static double? SummaryUnits(StackDriver driver) =>
        Regex.Match(driver.ReadLog(1), "request units (?<units>[0-9,]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture) is { Success: true } match
            ? double.Parse(match.Groups["units"].Value, CultureInfo.InvariantCulture)
            : null;

    [Fact]
    public async Task Message_of_a_later_version_waits_in_its_queue_until_its_own_end()
    {
        const string Body = """{"version":99,"parts":["a"]}""";
        await using var driver = await StackDriver.StartAsync();
        await driver.SendAsync(QueueNames.SyncRequests, Body, TimeSpan.FromHours(2));
        await driver.SendAsync(QueueNames.SyncAssets, Body, TimeSpan.FromMinutes(30));

        await driver.WaitAsync(() => driver.WaitingIn(QueueNames.SyncAssets + QueueNames.PoisonSuffix) == 1, "the message that expires soon was not rejected");
        await driver.WaitAsync(() => driver.ReadLog(1).Contains("of sync-requests back for 00:01:00", StringComparison.Ordinal), "the other one was not sent back");

        // The host deletes the message that it delivered after its copy is sent.
        await driver.WaitAsync(() => (driver.WaitingIn(QueueNames.SyncRequests), driver.WaitingIn(QueueNames.SyncAssets)) == (1, 0), "the copy is not alone");
        Assert.Equal(0, driver.WaitingIn(QueueNames.SyncRequests + QueueNames.PoisonSuffix));
    }

    [Fact]
    public async Task Invalid_messages_go_to_the_poison_queues_at_once_and_valid_ones_are_synced()
    {
        await using var driver = await StackDriver.StartAsync();
        await driver.SendAsync(QueueNames.SyncRequests, "this is not JSON");
        await driver.SendAsync(QueueNames.SyncAssets, """{"version":0,"chunk":""}""");
        await driver.SendAsync(QueueNames.SyncPositions, """{"version":1,"chunk":"AAAA"}""" + new string(' ', 50 * 1024));

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);
        await driver.WaitAsync(() => driver.Stack.Errors.First.Count(error => error.Contains("went to the poison queue", StringComparison.Ordinal)) == 3, "not every message was rejected");

        Assert.Equal(RunStates.Completed, runs[0].Run.Status);
        var poison = await driver.Queue.FindPoisonAsync(default);
        Assert.Equal(["sync-assets-poison", "sync-positions-poison", "sync-requests-poison"], poison.Select(entry => entry.Queue).Order(StringComparer.Ordinal));
        Assert.All(["not the expected JSON", "version 0", "larger than"], reason =>
            Assert.Contains(driver.Stack.Errors.First, error => error.Contains(reason, StringComparison.Ordinal)));
    }
}
