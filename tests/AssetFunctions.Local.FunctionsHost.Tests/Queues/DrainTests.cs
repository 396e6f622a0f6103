using System.Diagnostics;
using AssetFunctions.Local.FunctionsHost.Tests.Support;
using AssetFunctions.Local.Processes;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Local.FunctionsHost.Tests.Queues;

public sealed class DrainTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Stopping_lets_a_running_function_finish(string signal)
    {
        using var queues = await TestQueues.CreateAsync();
        await queues.Input.SendAsync("hold x");
        await using var host = await HostProcess.StartAsync(queues, "Work");
        await queues.HeldAsync("x");

        // A terminal sends Ctrl+C to the worker too.
        await ChildProcess.SignalAsync(await host.WorkerIdAsync(), "INT");
        await host.Process.SignalAsync(signal);
        await Eventually.TrueAsync(async () => (await host.StatusAsync()) == "Stopping");
        queues.Release("x");
        await host.EndAsync();

        Assert.Equal(0, host.Process.ExitCode);
        Assert.Equal(["x"], await queues.Output.TextsAsync(1));
        Assert.Equal(0, await queues.Input.CountAsync());
        Assert.False(queues.Has("x", "cancelled"));
    }

    [Fact]
    public async Task Function_that_does_not_finish_in_time_keeps_its_message()
    {
        using var queues = await TestQueues.CreateAsync();
        await queues.Input.SendAsync("hold x");
        await using var host = await HostProcess.StartAsync(queues, "Work");
        await queues.HeldAsync("x");
        var stopping = Stopwatch.StartNew();

        await host.StopAsync();

        Assert.Equal(0, host.Process.ExitCode);
        Assert.InRange(stopping.Elapsed, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(30));
        Assert.Equal(1, await queues.Input.CountAsync());
    }
}
