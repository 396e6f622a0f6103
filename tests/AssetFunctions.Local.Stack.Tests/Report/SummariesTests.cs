using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Local.Stack.Report;

namespace AssetFunctions.Local.Stack.Tests.Report;

public sealed class SummariesTests
{
    [Fact]
    public void The_run_in_the_api_becomes_the_summary_that_the_app_logs()
    {
        var text = Summaries.Of(RunExamples.Followed(RunExamples.Partial), new StatisticsResponse(new InstanceResponse("host-1"), new CacheResponse(150, 0.87)))!.ToString().ReplaceLineEndings("\n");

        Assert.Equal(
            """
            [ASSET OPTIMIZATION] Position processing partial: 0x0000…11ce in 1234 ms (The response was cut.)
               positions 95/100 processed (5 skipped: 4 trash, 1 invalid)   success 100.0%
               assets 12 created, 83 cached        prices 28 updated, 55 fresh
               database requests 7 (naive 230, avoided 223)   request units 96 (naive 976)
               cache 150 assets, hit ratio 0.87, process host-1
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void A_run_that_fetched_nothing_has_no_summary() => Assert.Null(Summaries.Of(RunExamples.Followed(), statistics: null));
}
