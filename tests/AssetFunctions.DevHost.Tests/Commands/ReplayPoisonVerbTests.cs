using System.Globalization;
using AssetFunctions.DevHost.Tests.Support;
using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Testing.Azurite;
using Azure.Storage.Queues;

namespace AssetFunctions.DevHost.Tests.Commands;

/// <summary>Poison messages over a real storage emulator.</summary>
public sealed class ReplayPoisonVerbTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    readonly QueueServiceClient _service = new(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    Cli Cli => new() { Variables = { ["ASSETFUNCTIONS_STORAGE"] = azurite.ConnectionString } };

    public async Task InitializeAsync()
    {
        foreach (var queue in QueueNames.All.SelectMany(queue => new[] { queue, Poison(queue) }))
        {
            await _service.GetQueueClient(queue).CreateIfNotExistsAsync();
            await _service.GetQueueClient(queue).ClearMessagesAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_message_of_every_queue_goes_back_unchanged()
    {
        string[] bodies = ["{\"version\":1}", "not JSON <&>", new string('x', 40_000)];
        foreach (var queue in QueueNames.All)
        {
            await FillAsync(queue, bodies);
        }

        var result = await Cli.RunAsync("replay-poison", "--json");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(QueueNames.All.Select(queue => (queue, 3, 3)), Counts(result));
        foreach (var queue in QueueNames.All)
        {
            Assert.Equal(bodies.Order(StringComparer.Ordinal), (await TakeAllAsync(queue)).Order(StringComparer.Ordinal));
            Assert.Empty(await TakeAllAsync(Poison(queue)));
        }
    }

    [Fact]
    public async Task Only_the_queues_named_and_no_more_messages_than_wanted_are_moved()
    {
        await FillAsync(QueueNames.SyncAssets, "1", "2", "3");
        await FillAsync(QueueNames.SyncPrices, "4");

        var result = await Cli.RunAsync("replay-poison", Poison(QueueNames.SyncAssets), QueueNames.SyncPositions, "--max", "2", "--json");

        Assert.Equal([(QueueNames.SyncAssets, 3, 2), (QueueNames.SyncPositions, 0, 0)], Counts(result));
        Assert.Equal(2, (await TakeAllAsync(QueueNames.SyncAssets)).Count);
        Assert.Single(await TakeAllAsync(Poison(QueueNames.SyncAssets)));
        Assert.Single(await TakeAllAsync(Poison(QueueNames.SyncPrices)));
    }

    [Fact]
    public async Task A_dry_run_only_counts()
    {
        await FillAsync(QueueNames.SyncRequests, "1", "2");

        var result = await Cli.RunAsync("replay-poison", "--dry-run", "--json");

        Assert.True((bool)result.Json["dryRun"]!);
        Assert.Contains((QueueNames.SyncRequests, 2, 0), Counts(result));
        Assert.Empty(await TakeAllAsync(QueueNames.SyncRequests));
        Assert.Equal(2, (await TakeAllAsync(Poison(QueueNames.SyncRequests))).Count);
    }

    [Fact]
    public async Task A_table_tells_what_was_put_back_and_a_missing_queue_is_empty()
    {
        await FillAsync(QueueNames.SyncAssets, "1");
        await _service.GetQueueClient(Poison(QueueNames.SyncPrices)).DeleteAsync();

        var result = await Cli.RunAsync("replay-poison");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Lines, line => Columns(line) is [QueueNames.SyncAssets, "1", "1"]);
        Assert.Contains(result.Lines, line => Columns(line) is [QueueNames.SyncPrices, "0", "0"]);
    }

    async Task FillAsync(string queue, params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            await _service.GetQueueClient(Poison(queue)).SendMessageAsync(body);
        }
    }

    async Task<List<string>> TakeAllAsync(string queue)
    {
        var bodies = new List<string>();
        while ((await _service.GetQueueClient(queue).ReceiveMessageAsync()).Value is { } message)
        {
            bodies.Add(message.Body.ToString());
        }

        return bodies;
    }

    static IEnumerable<(string Queue, int Found, int Moved)> Counts(CliResult result) => result.Json["queues"]!.AsArray().Select(count =>
        ((string)count!["queue"]!, int.Parse(count["found"]!.ToString(), CultureInfo.InvariantCulture), int.Parse(count["moved"]!.ToString(), CultureInfo.InvariantCulture)));

    static string[] Columns(string line) => [.. line.Split('│', StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim())];

    static string Poison(string queue) => queue + QueueNames.PoisonSuffix;
}
