using System.Diagnostics;
using AssetFunctions.Local.FunctionsHost.Tests.Support;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Local.FunctionsHost.Tests.Queues;

public sealed class HostCrashTests
{
    [Fact]
    public async Task Killed_host_ends_its_worker_and_its_message_is_redelivered()
    {
        using var queues = await TestQueues.CreateAsync("--message-lease", "6");
        await queues.Input.SendAsync("hold x");
        await using var host = await HostProcess.StartAsync(queues, "Work");
        await queues.HeldAsync("x");
        using var worker = Process.GetProcessById(await host.WorkerIdAsync());

        await host.Process.KillAsync(withChildren: false);

        await Eventually.TrueAsync(() => HasEnded(worker.Id));
        queues.Release("x");
        await using var next = await HostProcess.StartAsync(queues, "Work");
        Assert.Equal(["x"], await queues.Output.TextsAsync(1));
        await queues.Input.EmptyAsync();
    }

    // A process that has ended but was not reaped by its parent yet counts as ended.
    static bool HasEnded(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
