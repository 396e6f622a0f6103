using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Phases.Positions;

public sealed class RunSummaryTests
{
    static readonly ChunkTally Total = new()
    {
        Positions = 95, PositionsWritten = 20, AssetsCreated = 12, AssetsFound = 83, PricesUpdated = 28, PricesFresh = 55, Requests = 7, RequestUnits = 96.4,
    };

    static readonly SyncRun Run = TestRows.Run() with
    {
        Wallet = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045",
        PositionCount = 95,
        Skipped = new Dictionary<SkipReason, int> { [SkipReason.Trash] = 4, [SkipReason.BadAmount] = 1 },
    };

    [Fact]
    public void The_text_reports_the_work_done_and_the_requests_avoided()
    {
        var text = Summary(RunStatus.Completed).ToString().ReplaceLineEndings("\n");

        Assert.Equal(
            """
            [ASSET OPTIMIZATION] Position processing completed: 0xd8da…6045 in 412 ms
               positions 95/100 processed (5 skipped: 4 trash, 1 invalid)   success 100.0%
               assets 12 created, 83 cached        prices 28 updated, 55 fresh
               database requests 7 (naive 230, avoided 223)   request units 96 (naive 1,273)
               cache 150 assets, hit ratio 0.87, process host-1
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void A_partial_run_reports_its_reason() =>
        Assert.Contains("processing partial: 0xd8da…6045 in 412 ms (the response was cut)", Summary(RunStatus.Partial, "the response was cut").ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_cache_is_left_out() =>
        Assert.EndsWith("request units 96 (naive 1,273)", (Summary(RunStatus.Completed) with { Cache = null }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_event_has_every_figure_as_a_field()
    {
        var fields = new RunSummaryEvent(Summary(RunStatus.Completed)).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);

        Assert.Equal((95, 12, 28, 7, 230), (fields["Positions"], fields["AssetsCreated"], fields["PricesUpdated"], fields["Requests"], fields["NaiveRequests"]));
        Assert.Equal((96.4, 1_273.1), ((double)fields["RequestUnits"]!, Math.Round((double)fields["NaiveRequestUnits"]!, 2)));
        Assert.Equal(4, fields["Skipped.Trash"]);
        Assert.Equal("run-1", fields["RunId"]);
    }

    static RunSummary Summary(RunStatus status, string? reason = null) =>
        new(Run, new RunFinish(status, reason, TestRows.Noon.AddMilliseconds(412), Total), (150, 0.87)) { Instance = "host-1" };
}
