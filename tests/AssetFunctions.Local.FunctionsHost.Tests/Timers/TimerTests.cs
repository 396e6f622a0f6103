using AssetFunctions.Local.FunctionsHost.Tests.Support;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Local.FunctionsHost.Tests.Timers;

public sealed class TimerTests
{
    [Fact]
    public async Task Missed_occurrence_runs_late_at_the_next_start()
    {
        using var queues = await TestQueues.CreateAsync();
        var schedule = ("Schedule", (string?)"*/2 * * * * *");
        await using (var host = await HostProcess.StartAsync(queues, "Tick", schedule))
        {
            Assert.Equal("a on time", await NextAsync(queues));
            await host.StopAsync();
        }

        await queues.Output.ClearMessagesAsync();
        await using var next = await HostProcess.StartAsync(queues, "Tick", schedule, ("Instance", "b"));

        Assert.Equal("b late", await NextAsync(queues));
        Assert.Equal("b on time", await NextAsync(queues));
    }

    internal static async Task<string> NextAsync(TestQueues queues)
    {
        var text = "";
        await Eventually.TrueAsync(async () =>
        {
            if (await queues.Output.ExistsAsync() && (await queues.Output.ReceiveMessageAsync()).Value is { } message)
            {
                text = message.MessageText;
                await queues.Output.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }

            return text.Length > 0;
        });
        return text;
    }
}
