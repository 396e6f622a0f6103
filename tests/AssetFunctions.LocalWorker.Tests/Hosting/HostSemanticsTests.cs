using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using AssetFunctions.Testing.Time;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Tests.Hosting;

/// <summary>
/// What functions may rely on, whichever host runs them: each promise of the Functions host about queues and timers,
/// kept here on a real queue, by real processes where a process matters.
/// </summary>
public sealed class HostSemanticsTests(AzuriteFixture azurite) : QueueTestBase(azurite), IDisposable
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    readonly string _meeting = Directory.CreateTempSubdirectory("meeting-").FullName;

    public void Dispose() => Directory.Delete(_meeting, recursive: true);

    [Fact]
    public async Task At_least_once_the_message_of_a_killed_process_is_run_by_another()
    {
        await using var doomed = StartProcess(["hold"], ("AzureFunctionsLocal__MessageLease", "00:00:02"));
        await Input.SendAsync("survivor");
        await doomed.LineAsync("running survivor");
        await doomed.KillAsync();
        Assert.Equal(0, await Output.CountAsync());

        await using var heir = StartProcess(["echo"]);
        await Output.CountsAsync(1);
        await Input.CountsAsync(0);

        Assert.Equal(["survivor"], await Output.TextsAsync());
    }

    [Fact]
    public async Task At_least_once_a_crash_between_the_outputs_and_the_delete_sends_the_outputs_again()
    {
        var deletes = 0;
        var wire = new WireLog
        {
            Fails = request => request.StartsWith("DELETE", StringComparison.Ordinal) && Interlocked.Increment(ref deletes) == 1,
        };
        var probe = new Probe { Body = static (text, _) => Task.FromResult<string?>(text) };
        await using var app = await TestApp.StartAsync(Options(messageLease: Lease, client: wire.Attach), probe);

        await Input.SendAsync("once");

        await Output.CountsAsync(2);
        await Input.CountsAsync(0);
        Assert.Equal(["once", "once"], await Output.TextsAsync());
    }

    [Fact]
    public async Task Outputs_before_delete_the_outputs_are_sent_before_the_message_is_deleted()
    {
        var wire = new WireLog();
        var probe = new Probe { Body = static (text, _) => Task.FromResult<string?>(text) };
        await using var app = await TestApp.StartAsync(Options(client: wire.Attach), probe);

        await Input.SendAsync("order");
        await Input.CountsAsync(0);

        var requests = wire.Requests.ToList();
        var sent = requests.FindIndex(request => request.StartsWith($"POST /devstoreaccount1/{Output.Name}/messages", StringComparison.Ordinal));
        var deleted = requests.FindIndex(request => request.StartsWith($"DELETE /devstoreaccount1/{Input.Name}/messages/", StringComparison.Ordinal));
        Assert.True(sent >= 0 && sent < deleted, string.Join('\n', requests));
    }

    [Fact]
    public async Task Poison_a_message_that_failed_as_often_as_allowed_is_copied_to_the_poison_queue_and_deleted()
    {
        var counts = new List<object?>();
        var probe = new Probe
        {
            Body = (_, context) =>
            {
                counts.Add(context.BindingContext.BindingData["DequeueCount"]);
                throw new InvalidOperationException("always");
            },
        };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync("bad");

        await Poison.CountsAsync(1);
        await Input.CountsAsync(0);
        Assert.Equal(["bad"], await Poison.TextsAsync());
        Assert.Equal([1L, 2L, 3L], counts);
    }

    [Fact]
    public async Task Poison_the_last_allowed_failure_does_not_wait_for_the_visibility_timeout()
    {
        const string hostJson = """
            { "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.2", "maxDequeueCount": 1, "visibilityTimeout": "01:00:00" } } }
            """;
        var probe = new Probe { Body = static (_, _) => throw new InvalidOperationException("once is enough") };
        await using var app = await TestApp.StartAsync(Options(hostJson: hostJson), probe);

        await Input.SendAsync("bad");

        await Poison.CountsAsync(1);
        await Input.CountsAsync(0);
        Assert.Single(probe.Runs);
    }

    [Fact]
    public async Task Poison_a_message_whose_last_attempt_took_its_process_down_is_not_run_again()
    {
        await Input.SendAsync("killer");
        var client = new QueueClient(Connection, Input.Name);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var taken = (await client.ReceiveMessageAsync()).Value;
            await client.UpdateMessageAsync(taken.MessageId, taken.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }

        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Poison.CountsAsync(1);
        Assert.Equal(["killer"], await Poison.TextsAsync());
        Assert.Empty(probe.Runs);
    }

    [Fact]
    public async Task Visibility_timeout_a_failed_message_is_seen_again_after_it_and_not_before()
    {
        var times = new List<long>();
        var probe = new Probe
        {
            Body = (_, _) =>
            {
                times.Add(TimeProvider.System.GetTimestamp());
                return times.Count == 1 ? throw new InvalidOperationException("first") : Task.FromResult<string?>(null);
            },
        };
        const string hostJson = """
            { "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.2", "visibilityTimeout": "00:00:03" } } }
            """;
        await using var app = await TestApp.StartAsync(Options(hostJson: hostJson), probe);

        await Input.SendAsync("later");
        await Input.CountsAsync(0);

        // The service keeps whole seconds, so a timeout of three may end up to one early.
        var between = TimeProvider.System.GetElapsedTime(times[0], times[1]);
        Assert.InRange(between, TimeSpan.FromSeconds(2), Eventually.Limit);
    }

    [Fact]
    public async Task Renewal_a_function_that_outlasts_the_lease_keeps_its_message()
    {
        // Renewed at half the lease: the third renewal comes when one and a half leases are over.
        var wire = new WireLog();
        var probe = new Probe
        {
            Body = async (_, _) =>
            {
                await Eventually.TrueAsync(() => wire.Count("PUT", Input) >= 3);
                return "done";
            },
        };
        await using var app = await TestApp.StartAsync(Options(messageLease: Lease, client: wire.Attach), probe);
        await using var rival = await TestApp.StartAsync(Options(messageLease: Lease, client: wire.Attach), probe);

        await Input.SendAsync("long");
        await Input.CountsAsync(0);

        Assert.Equal(["long"], probe.Runs);
        Assert.Equal(["done"], await Output.TextsAsync());
    }

    [Fact]
    public async Task Scale_out_three_processes_share_one_queue_and_each_message_is_run_by_one()
    {
        // No process ends a message before all three have begun one, and none can take more than a batch and the threshold.
        var texts = Enumerable.Range(0, 90).Select(number => number.ToString("D2")).ToArray();
        await Input.SendAsync(texts);
        await using var one = StartProcess(["meet", "3"], ("Meeting", _meeting));
        await using var two = StartProcess(["meet", "3"], ("Meeting", _meeting));
        await using var three = StartProcess(["meet", "3"], ("Meeting", _meeting));

        await Input.CountsAsync(0);

        var runs = (await Output.TakeAllAsync()).Select(text => text.Split(' ')).ToList();
        Assert.Equal(texts, runs.Select(run => run[0]).Order(StringComparer.Ordinal));
        Assert.Equal(
            new[] { one.Id, two.Id, three.Id }.Order(),
            runs.Select(run => int.Parse(run[1])).Distinct().Order());
    }

    [Fact]
    public async Task Timer_singleton_one_of_three_processes_runs_a_timer_and_another_takes_over_when_it_is_killed()
    {
        var processes = Enumerable.Range(0, 3).Select(_ => StartProcess(["pulse"], ("Meeting", _meeting))).ToList();
        try
        {
            await Eventually.TrueAsync(async () => await Output.CountAsync() >= 4);
            var owner = Assert.Single((await Output.TakeAllAsync()).Distinct());

            await processes.Single(process => $"{process.Id}" == owner).KillAsync();
            _ = await Output.TakeAllAsync();
            await Eventually.TrueAsync(async () => await Output.CountAsync() >= 4);

            var heir = Assert.Single((await Output.TakeAllAsync()).Distinct());
            Assert.NotEqual(owner, heir);
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }
}
