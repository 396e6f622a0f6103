using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Timers;

public sealed class TimerTakeoverTests
{
    const int RunsBeside = 4;

    [Fact]
    public async Task One_of_two_hosts_runs_a_timer_and_the_other_takes_over_when_it_is_killed()
    {
        using var queues = await TestQueues.CreateAsync();
        var schedule = ("Schedule", (string?)"* * * * * *");
        await using var one = await HostProcess.StartAsync(queues, "Tick", schedule);
        Assert.StartsWith("a ", await TimerTests.NextAsync(queues), StringComparison.Ordinal);
        await using var two = await HostProcess.StartAsync(queues, "Tick", schedule, ("Instance", "b"));
        await queues.Output.ClearMessagesAsync();
        for (var run = 0; run < RunsBeside; run++)
        {
            Assert.StartsWith("a ", await TimerTests.NextAsync(queues), StringComparison.Ordinal);
        }

        await one.Process.KillAsync(withChildren: false);
        await queues.Output.ClearMessagesAsync();

        Assert.StartsWith("b ", await TimerTests.NextAsync(queues), StringComparison.Ordinal);
    }
}
