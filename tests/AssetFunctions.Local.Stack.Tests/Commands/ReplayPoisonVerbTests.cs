using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Local.Stack.Tests.Support;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.EndToEnd.Tests;

namespace AssetFunctions.Local.Stack.Tests.Commands;

/// <summary>Poison messages of a running stack.</summary>
public sealed class ReplayPoisonVerbTests(StackFixture stack) : IClassFixture<StackFixture>
{
    Shell Operator => stack.Shell(key: StackFixture.MasterKey);

    [Fact]
    public async Task Messages_are_replayed_and_those_that_fail_again_are_poisoned_again()
    {
        var wallet = StackDriver.Samples[0].Address;
        var request = MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = "replayed" });
        await stack.Driver.PoisonAsync(QueueNames.SyncRequests, request);
        await stack.Driver.PoisonAsync(QueueNames.SyncRequests, "not JSON <&>");

        var result = await Operator.RunAsync("replay-poison", QueueNames.SyncRequests + QueueNames.PoisonSuffix, "--json");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal([(QueueNames.SyncRequests, 2, 2)], Counts(result));
        await stack.Driver.WaitAsync(
            async () => (await RunAsync(wallet, "replayed")).Contains("completed", StringComparison.Ordinal), "the replayed run did not complete");
        await stack.Driver.WaitAsync(
            async () => (await stack.Driver.Queue.FindPoisonAsync(default)).Contains((QueueNames.SyncRequests + QueueNames.PoisonSuffix, 1)), "the invalid message did not come back");
        Assert.Equal([(QueueNames.SyncRequests, 1, 1)], Counts(await Operator.RunAsync("replay-poison", QueueNames.SyncRequests, "--max", "5", "--json")));
    }

    [Fact]
    public async Task A_dry_run_only_counts_and_a_queue_that_was_never_used_is_empty()
    {
        await stack.Driver.PoisonAsync(QueueNames.SyncPrices, "1");
        await stack.Driver.PoisonAsync(QueueNames.SyncPrices, "2");

        var json = await Operator.RunAsync("replay-poison", "--dry-run", "--json");
        var table = await Operator.RunAsync("replay-poison", "--dry-run", QueueNames.SyncPrices, QueueNames.WalletDeletions);

        Assert.True((bool)json.Json["dryRun"]!);
        Assert.Equal(QueueNames.All, Counts(json).Select(count => count.Queue));
        Assert.Contains((QueueNames.SyncPrices, 2, 0), Counts(json));
        Assert.Equal(0, table.ExitCode);
        Assert.Contains(table.Lines, line => Columns(line) is [QueueNames.SyncPrices, "2", "0"]);
        Assert.Contains(table.Lines, line => Columns(line) is [QueueNames.WalletDeletions, "0", "0"]);
    }

    [Fact]
    public async Task Replaying_messages_requires_the_master_key()
    {
        await stack.Driver.PoisonAsync(QueueNames.SyncAssets, "1");

        var result = await stack.Shell().RunAsync("replay-poison", QueueNames.SyncAssets);

        Assert.Equal((2, string.Empty), (result.ExitCode, result.Out));
        Assert.Contains("master key", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(StackFixture.Key, result.Error, StringComparison.Ordinal);
    }

    async Task<string> RunAsync(string wallet, string runId)
    {
        using var http = new HttpClient { BaseAddress = stack.Driver.Stack.Api };
        http.DefaultRequestHeaders.Add("x-functions-key", StackFixture.Key);
        using var response = await http.GetAsync(new Uri($"syncs/{wallet}/{runId}", UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }

    static List<(string Queue, int Found, int Moved)> Counts(ShellResult result) =>
        [.. result.Json["queues"]!.AsArray().Select(count => ((string)count!["queue"]!, (int)count["found"]!, (int)count["moved"]!))];

    static string[] Columns(string line) => [.. line.Split('│', StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim())];
}
