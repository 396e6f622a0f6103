using System.Text.Json;
using AssetFunctions.Local.Stack.Api;
using AssetFunctions.Sync.Pipeline;
using Azure.Storage.Queues;

namespace AssetFunctions.Tests.Pipeline;

public sealed class MainJobTests
{
    [Fact]
    public async Task Every_sample_wallet_completes_and_every_asset_is_stored_once_for_all_of_them()
    {
        await using var driver = await StackDriver.StartAsync(change: options => options with { HasObserver = true });
        var before = driver.Count();

        var runs = await driver.SyncAsync(StackDriver.Samples);

        var counted = (driver.Count() - before).DataRequests;
        Assert.All(runs, run => Assert.Equal(RunStates.Completed, run.Run.Status));
        Assert.All(runs.Zip(StackDriver.Samples), pair => Assert.Equal(pair.Second.Kept, pair.First.Run.Counts?.Positions));
        Assert.True(counted * 5 < runs.Sum(run => run.Run.Counts!.NaiveRequests), $"{counted} requests");

        var assets = await driver.QueryAsync<JsonElement>("registry", "SELECT c.network, c.contractAddress FROM c");
        var keys = assets.Select(asset => $"{asset.GetProperty("network")}:{asset.GetProperty("contractAddress")}").ToList();
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(runs.Sum(run => run.Run.Counts!.AssetsCreated), keys.Count);
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
    public async Task What_a_run_counts_is_what_the_database_counted_however_often_it_was_looked_at()
    {
        await using var driver = await StackDriver.StartAsync(change: options => options with { HasObserver = true });
        var before = driver.Count();

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);

        var counted = driver.Count() - before;
        Assert.Equal(counted.DataRequests, runs[0].Run.Counts!.Requests);
        Assert.Equal(
            counted.Rows.Where(row => row.IsData).Sum(row => row.RequestUnits),
            runs[0].Run.Counts!.RequestUnits,
            tolerance: 0.5);

        var records = await driver.QueryAsync<JsonElement>("wallets", "SELECT c.totals FROM c WHERE c.type = 'sync'");
        Assert.Equal(counted.DataRequests, Assert.Single(records).GetProperty("totals").GetProperty("requests").GetInt64());
    }

    [Fact]
    public async Task Messages_that_make_no_sense_go_to_the_poison_queues_at_once_and_their_neighbours_are_synced()
    {
        await using var driver = await StackDriver.StartAsync();
        var service = new QueueServiceClient(driver.Stack.StorageConnectionString);
        await driver.WaitAsync(() => QueueNames.All.All(queue => service.GetQueueClient(queue).Exists().Value), "the app did not create its queues");
        await service.GetQueueClient("sync-requests").CreateIfNotExistsAsync();
        await service.GetQueueClient("sync-requests").SendMessageAsync("this is not JSON");
        await service.GetQueueClient("sync-assets").SendMessageAsync("""{"version":99,"chunk":""}""");
        await service.GetQueueClient("sync-positions").SendMessageAsync("""{"version":1,"chunk":"AAAA"}""" + new string(' ', 50 * 1024));

        var runs = await driver.SyncAsync(StackDriver.Samples[0]);
        await driver.WaitAsync(() => driver.Stack.Errors.First.Count(error => error.Contains("went to the poison queue", StringComparison.Ordinal)) == 3, "not every message was rejected");

        Assert.Equal(RunStates.Completed, runs[0].Run.Status);
        var poison = await driver.Queue.FindPoisonAsync(default);
        Assert.Equal(["sync-assets-poison", "sync-positions-poison", "sync-requests-poison"], poison.Select(entry => entry.Queue).Order(StringComparer.Ordinal));
        Assert.All(["not the expected JSON", "version 99", "larger than"], reason =>
            Assert.Contains(driver.Stack.Errors.First, error => error.Contains(reason, StringComparison.Ordinal)));
    }
}
