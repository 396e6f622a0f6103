using System.Net;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>The API while the queues are down, each time on a stack of its own.</summary>
public sealed class QueueOutageTests
{
    const int Attempts = 3;

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    // Family: calls to queues while a caller waits. A stopped storage service refuses connections; a frozen one accepts them and never responds.
    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task Refresh_is_refused_within_three_seconds_while_the_queues_are_down(string signal)
    {
        await using var driver = await StackDriver.StartAsync();
        using var api = new ApiClient(driver);
        var path = $"wallets/{StackDriver.Samples[0].Address}/refresh?force=true";
        await api.SyncAsync(StackDriver.Samples[0].Address);

        await driver.Stack.Storage.SignalAsync(signal);
        var refusals = new List<(ApiReply Reply, TimeSpan Time)>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var start = TimeProvider.System.GetTimestamp();
            refusals.Add((await api.PostAsync(path), TimeProvider.System.GetElapsedTime(start)));
        }

        Assert.All(refusals, refusal => Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "urn:assetfunctions:problem:busy", true),
            (refusal.Reply.Status, (string?)refusal.Reply.Json["type"], refusal.Reply.Headers.ContainsKey("Retry-After"))));
        // The fastest attempt counts: another process may occupy the processor.
        Assert.InRange(refusals.Min(refusal => refusal.Time), TimeSpan.Zero, Limit);
    }
}
