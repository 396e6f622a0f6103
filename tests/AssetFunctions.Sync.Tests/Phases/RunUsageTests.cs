using AssetFunctions.Sync.Positions;
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
