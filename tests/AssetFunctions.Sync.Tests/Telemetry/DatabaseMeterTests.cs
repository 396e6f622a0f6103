using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Tests.Telemetry;

public sealed class DatabaseMeterTests
{
    [Fact]
    public async Task A_request_counts_in_every_scope_around_it_or_beside_all_of_them()
    {
        var meter = new DatabaseMeter();
        meter.Record(1);
        using var outer = meter.Begin();
        using (var inner = meter.Begin())
        {
            meter.Record(2);
            Assert.Equal(new DatabaseUsage(1, 2), inner.Usage);
        }

        meter.Record(4);
        Task background;
        using (ExecutionContext.SuppressFlow())
        {
            background = Task.Run(() => meter.Record(8));
        }

        await background;

        Assert.Equal(new DatabaseUsage(2, 6), outer.Usage);
        Assert.Equal(new DatabaseUsage(2, 9), meter.Others);
    }
}
