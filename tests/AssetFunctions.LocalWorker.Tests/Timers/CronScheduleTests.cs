using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Timers;

namespace AssetFunctions.LocalWorker.Tests.Timers;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-01T10:00:00Z", "2026-03-01T10:05:00Z")]
    [InlineData("30 15 9 * * 1-5", "2026-02-27T09:15:30Z", "2026-03-02T09:15:30Z")]
    [InlineData("0 0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("*/10  * * * * *", "2026-12-31T23:59:50Z", "2027-01-01T00:00:00Z")]
    public void The_next_occurrence_follows_the_six_fields_in_UTC(string text, string after, string expected)
    {
        var next = CronSchedule.Parse(text, "F").NextAfter(DateTimeOffset.Parse(after).UtcDateTime);

        Assert.Equal(DateTimeOffset.Parse(expected).UtcDateTime, next);
        Assert.Equal(DateTimeKind.Utc, next.Kind);
    }

    [Theory]
    [InlineData("* * * * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("00:05:00")]
    [InlineData("often")]
    [InlineData("")]
    public void Anything_else_is_refused_with_the_function_and_the_text(string text)
        => Assert.StartsWith(
            $"Function 'Sync' has the schedule '{text}', which is not an NCRONTAB expression of six fields",
            Assert.Throws<WorkerStartupException>(() => CronSchedule.Parse(text, "Sync")).Message,
            StringComparison.Ordinal);
}
