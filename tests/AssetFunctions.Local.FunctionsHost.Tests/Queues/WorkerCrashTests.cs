using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Queues;

public sealed class WorkerCrashTests
{
    [Fact]
    public async Task Message_whose_worker_died_is_run_by_the_next_worker()
    {
        using var queues = await TestQueues.CreateAsync();
        await using var host = await HostProcess.StartAsync(queues, "Work");
        var first = await host.WorkerIdAsync();
        await queues.Input.SendAsync("die-once x");

        Assert.Equal(["a 2"], await queues.Output.TextsAsync(1));
        Assert.NotEqual(first, await host.WorkerIdAsync());
    }

    [Fact]
    public async Task Worker_that_keeps_crashing_ends_the_host()
    {
        using var queues = await TestQueues.CreateAsync();
        await queues.Input.SendAsync("die x");
        await using var host = HostProcess.Begin(["--app", HostProcess.Worker, "--port", "0", "--functions", "Work"], queues.Settings);

        await host.EndAsync();

        Assert.Equal(1, host.Process.ExitCode);
        Assert.StartsWith("The worker ended 3 times in a row.", host.Process.Errors[0], StringComparison.Ordinal);
    }
}
