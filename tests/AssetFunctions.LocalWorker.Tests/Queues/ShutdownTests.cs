using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;

namespace AssetFunctions.LocalWorker.Tests.Queues;

/// <summary>Stopping: what runs may end, what ignores the end is not lost.</summary>
public sealed class ShutdownTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    [Fact]
    public async Task Stopping_waits_for_running_functions_and_completes_their_messages()
    {
        var release = new TaskCompletionSource();
        var probe = new Probe
        {
            Body = async (text, context) =>
            {
                await release.Task;
                return context.CancellationToken.IsCancellationRequested ? "cancelled" : text;
            },
        };
        await using var app = await TestApp.StartAsync(Options(), probe);
        await Input.SendAsync("running");
        await probe.StartedAsync();

        var stopping = app.StopAsync();
        await Input.SendAsync("not begun");
        release.SetResult();
        await stopping;

        Assert.Equal(["running"], await Output.TextsAsync());
        Assert.Equal(["not begun"], await Input.TextsAsync());
        Assert.Equal(1, await Input.CountAsync());
    }

    [Fact]
    public async Task A_function_that_outlasts_the_drain_period_is_cancelled_and_its_message_seen_again()
    {
        var probe = new Probe
        {
            Body = static async (_, context) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                return "never";
            },
        };
        await using var app = await TestApp.StartAsync(Options(drainPeriod: TimeSpan.FromMilliseconds(200)), probe);
        await Input.SendAsync("endless");
        await probe.StartedAsync();

        await app.StopAsync();

        Assert.Equal(["endless"], await Input.TextsAsync());
        Assert.Equal(0, await Output.CountAsync());
    }

    [Fact]
    public async Task A_function_that_ignores_its_cancellation_does_not_hold_up_the_app()
    {
        var release = new TaskCompletionSource();
        var probe = new Probe
        {
            Body = async (_, _) =>
            {
                await release.Task;
                return null;
            },
        };
        await using var app = await TestApp.StartAsync(Options(drainPeriod: TimeSpan.FromMilliseconds(100)), probe);
        await Input.SendAsync("deaf");
        await probe.StartedAsync();

        await app.StopAsync();

        Assert.Equal(1, await Input.CountAsync());
        release.SetResult();
    }
}
