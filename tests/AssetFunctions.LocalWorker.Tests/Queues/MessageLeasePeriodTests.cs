using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;
using Microsoft.Extensions.Configuration;

namespace AssetFunctions.LocalWorker.Tests.Queues;

public sealed class MessageLeasePeriodTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_the_setting_the_ten_minutes_of_the_host_hold(string? text)
        => Assert.Equal(TimeSpan.FromMinutes(10), Read(text));

    [Theory]
    [InlineData("00:00:01", 1)]
    [InlineData("00:00:20", 20)]
    [InlineData("00:10:00", 600)]
    public void The_setting_shortens_the_lease(string text, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), Read(text));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:05")]
    [InlineData("00:10:01")]
    [InlineData("20")]
    [InlineData("soon")]
    public void A_setting_that_is_no_such_time_is_refused_by_name(string text)
    {
        var failure = Assert.Throws<WorkerStartupException>(() => Read(text));

        Assert.Equal(
            $"The setting 'AzureFunctionsLocal:MessageLease' is '{text}', but must be a time of the form hh:mm:ss from 00:00:01 to 00:10:00.",
            failure.Message);
    }

    static TimeSpan Read(string? text)
        => MessageLeasePeriod.Read(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AzureFunctionsLocal:MessageLease", text)])
            .Build());
}
