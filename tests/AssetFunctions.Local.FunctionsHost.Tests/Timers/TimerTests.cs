using AssetFunctions.Local.FunctionsHost.Tests.Support;
using AssetFunctions.Testing.Time;
using Azure.Storage.Blobs;

namespace AssetFunctions.Local.FunctionsHost.Tests.Timers;

public sealed class TimerTests
{
    const string Yearly = "0 0 0 1 1 *";

    [Fact]
    public async Task Missed_occurrence_runs_late_at_the_next_start()
    {
        using var queues = await TestQueues.CreateAsync();
        await using (var host = await HostProcess.StartAsync(queues, "Tick", ("Schedule", Yearly)))
        {
            await host.StopAsync();
        }

        var status = await StatusAsync(queues);
        Assert.Contains("-01-01T00:00:00", await ReadAsync(status), StringComparison.Ordinal);
        await status.UploadAsync(
            BinaryData.FromString("""{"Last":"2020-01-01T00:00:00+00:00","Next":"2021-01-01T00:00:00+00:00","LastUpdated":"2020-01-01T00:00:00+00:00"}"""),
            overwrite: true);
        await using var next = await HostProcess.StartAsync(queues, "Tick", ("Schedule", Yearly));

        Assert.Equal("a late", await NextAsync(queues));
        await Eventually.TrueAsync(async () => !(await ReadAsync(status)).Contains("2021-01-01", StringComparison.Ordinal));
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

    // The engine stores the last run and the next due time of a timer.
    static async Task<BlobClient> StatusAsync(TestQueues queues)
    {
        var names = new List<string>();
        await foreach (var blob in queues.Hosts.GetBlobsAsync())
        {
            if (blob.Name.StartsWith($"timers/{queues.HostId}/", StringComparison.Ordinal))
            {
                names.Add(blob.Name);
            }
        }

        return queues.Hosts.GetBlobClient(Assert.Single(names));
    }

    static async Task<string> ReadAsync(BlobClient blob) => (await blob.DownloadContentAsync()).Value.Content.ToString();
}
