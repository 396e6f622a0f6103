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

    [Fact]
    public void What_a_scope_has_not_reported_when_it_ends_counts_beside_all_scopes()
    {
        var meter = new DatabaseMeter();
        using (var usage = meter.Begin(new DatabaseUsage(10, 10)))
        {
            meter.Record(1);
            usage.Carry(new DatabaseUsage(1, 2));
            usage.Reported = usage.Usage;
            meter.Record(4);
        }

        Assert.Equal(new DatabaseUsage(1, 4), meter.Others);
    }

    // A message may have been delivered before, and then something else may have reported what it carries.
    [Fact]
    public void What_a_scope_started_with_is_not_counted_again()
    {
        var meter = new DatabaseMeter();
        using (meter.Begin(new DatabaseUsage(10, 10)))
        {
            meter.Record(4);
        }

        Assert.Equal(new DatabaseUsage(1, 4), meter.Others);
    }

    [Fact]
    public async Task A_request_that_outlives_its_scope_counts_beside_all_scopes()
    {
        var meter = new DatabaseMeter();
        var end = new TaskCompletionSource();
        Task late;
        using (var usage = meter.Begin())
        {
            late = RecordAfterAsync(end.Task);
            usage.Reported = usage.Usage;
        }

        end.SetResult();
        await late;

        Assert.Equal(new DatabaseUsage(1, 2), meter.Others);

        async Task RecordAfterAsync(Task signal)
        {
            await signal;
            meter.Record(2);
        }
    }
}
