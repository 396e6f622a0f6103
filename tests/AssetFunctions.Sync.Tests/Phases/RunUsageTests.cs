using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Faults;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>Family: a run reports exactly the requests that the database counted for it, in any delivery and any instance.</summary>
public sealed class RunUsageTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Run_reports_every_request_until_its_end_whichever_instance_sent_it(int seed)
    {
        var (record, sent) = await RunAsync(new Storm(Instances: 3, seed));

        var chunks = record.Run!.ChunkCount;
        Assert.InRange(chunks, 3, 4);
        Assert.Equal(sent, record.Total.Requests);
        // The last checkpoint of each instance may lack its own charge.
        Assert.InRange(record.Total.RequestUnits, (sent - chunks) * StoreFaults.Charge, (sent - 1) * StoreFaults.Charge);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Run_in_one_instance_reports_every_request_unit_but_those_of_its_last_request(int seed)
    {
        var (record, sent) = await RunAsync(new Storm(Instances: 1, seed));

        Assert.Equal((sent, (sent - 1) * StoreFaults.Charge), (record.Total.Requests, record.Total.RequestUnits));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_request_of_an_instance_is_reported_by_its_run_or_counts_as_that_of_no_run(int seed)
    {
        var faults = StoreFaults.AtCalls(FaultMoment.Before);
        var driver = Driver(new Storm(Instances: 1, seed), faults);

        var record = await driver.SyncAsync("run");
        await FailAsync(driver);

        var others = faults.Meter.Others;
        Assert.Equal(faults.Calls, record!.Total.Requests + others.Requests);

        // The metric has the charge of the request that ended the run.
        var measured = driver.Meters.Measured.Sum(measurement => measurement.Value);
        Assert.Equal(faults.Calls * StoreFaults.Charge, record.Total.RequestUnits + others.RequestUnits + measured);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Requests_of_a_run_that_fetches_nothing_count_as_those_of_no_run(int seed)
    {
        var faults = StoreFaults.AtRandom(new Random(seed), 0.3);
        var driver = new SyncDriver(instances: 1, seed, faults);

        await FailAsync(driver);

        Assert.InRange(faults.Calls, 2, int.MaxValue);
        Assert.Equal(new DatabaseUsage(faults.Calls, faults.Calls * StoreFaults.Charge), faults.Meter.Others);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_request_counts_for_a_run_and_for_no_run_when_messages_come_twice(int seed)
    {
        var faults = StoreFaults.AtRandom(new Random(seed), 0.2);
        var driver = Driver(new Storm(Instances: 3, seed, Duplication: 0.5), faults);

        var record = await driver.SyncAsync("run");

        Assert.InRange(record!.Total.Requests + faults.Meter.Others.Requests, record.Total.Requests, faults.Calls);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Run_never_reports_more_than_was_counted_when_messages_come_twice(int seed)
    {
        var (record, sent) = await RunAsync(new Storm(Instances: 3, seed, Duplication: 0.5));

        Assert.InRange(record.Total.Requests, 1, sent);
        Assert.InRange(record.Total.RequestUnits, StoreFaults.Charge, sent * StoreFaults.Charge);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 15)];

    // Family: the work of a run counts for it, even when the database's response was lost.
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_asset_counts_as_created_by_one_chunk_whose_deliveries_fail(int seed)
    {
        var driver = Driver(new Storm(Instances: 3, seed), StoreFaults.AtRandom(new Random(seed), 0.2), [.. TestRows.Positions(200), .. TestRows.Positions(100).Select(row => row with { Type = "deposit", ProviderRef = $"{row.ProviderRef}-deposit" })]);

        var record = await driver.SyncAsync("run");

        Assert.Equal((300, 200, 200), (record!.Total.Positions, driver.Assets.Assets.Count, record.Total.AssetsCreated));
    }

    [Fact]
    public async Task Charge_of_the_request_that_ends_a_run_is_measured()
    {
        var driver = Driver(new Storm(Instances: 1, Seed: 1), StoreFaults.AtCalls(FaultMoment.Before));

        await driver.SyncAsync("run");

        Assert.Equal([("assetfunctions.run.finish.request_charge", "{request_unit}", StoreFaults.Charge)], driver.Meters.Measured);
    }

    /// <summary>Requests a run that is deferred and then refused.</summary>
    static async Task FailAsync(SyncDriver driver)
    {
        driver.Provider.Returns(new ProviderResult.NotReady(TimeSpan.FromSeconds(5), "it is being prepared"));
        driver.Provider.Returns(new ProviderResult.Refused("no such wallet"));

        var record = await driver.SyncAsync("failed");

        Assert.Equal((RunStatus.Failed, 0), (record!.Status, record.Total.Requests));
    }

    /// <returns>The record of a run, and the number of requests sent until it was stored.</returns>
    static async Task<(RunRecord Record, int Sent)> RunAsync(Storm storm)
    {
        var faults = StoreFaults.AtRandom(new Random(storm.Seed), 0.2);
        var driver = Driver(storm, faults);
        var sent = 0;
        faults.OnMade = call => sent = sent == 0 && driver.Wallets.HasRun(TestRows.Wallet, "run") ? call : sent;
        return ((await driver.SyncAsync("run"))!, sent);
    }

    static SyncDriver Driver(Storm storm, StoreFaults faults, params ProviderPosition[] rows)
    {
        var driver = new SyncDriver(storm.Instances, storm.Seed, faults) { Shuffle = true, Duplication = storm.Duplication };
        driver.Provider.Returns(rows.Length > 0 ? rows : [.. TestRows.Positions(150), .. TestRows.Positions(100, "base")]);
        return driver;
    }

    sealed record Storm(int Instances, int Seed, double Duplication = 0);
}
