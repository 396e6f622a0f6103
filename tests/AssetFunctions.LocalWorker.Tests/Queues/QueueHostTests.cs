using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.LocalWorker.Tests.Queues;

/// <summary>What the host promises for a queue trigger, on a real queue.</summary>
public sealed class QueueHostTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    private static readonly TimeSpan s_shortLease = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_message_is_run_and_deleted_and_its_output_sent()
    {
        var probe = new Probe { Body = static (text, _) => Task.FromResult<string?>(text + "!") };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync("hello");

        await Output.CountsAsync(1);
        await Input.CountsAsync(0);
        Assert.Equal(["hello!"], await Output.TextsAsync());
        Assert.Equal(["hello"], probe.Runs);
    }

    [Fact]
    public async Task Queues_are_created_at_start()
    {
        await using var app = await TestApp.StartAsync(Options(), new Probe());

        Assert.True(await Input.ExistsAsync());
        Assert.True(await Output.ExistsAsync());
        Assert.False(await Poison.ExistsAsync());
    }

    [Fact]
    public async Task A_crash_between_the_outputs_and_the_delete_sends_the_outputs_again()
    {
        var deletes = 0;
        var wire = new WireLog
        {
            Fails = request => request.StartsWith("DELETE", StringComparison.Ordinal) && Interlocked.Increment(ref deletes) == 1,
        };
        var probe = new Probe { Body = static (text, _) => Task.FromResult<string?>(text) };
        await using var app = await TestApp.StartAsync(Options(messageLease: s_shortLease, client: wire.Attach), probe);

        await Input.SendAsync("once");

        await Output.CountsAsync(2);
        await Input.CountsAsync(0);
        Assert.Equal(["once", "once"], await Output.TextsAsync());
    }

    [Fact]
    public async Task Outputs_are_sent_before_the_message_is_deleted()
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
    public async Task An_output_that_cannot_be_sent_fails_the_message()
    {
        var probe = new Probe { Body = static (_, _) => Task.FromResult<string?>(new string('x', 70_000)) };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync("big");

        await Poison.CountsAsync(1);
        Assert.Equal(3, probe.Runs.Count);
    }

    [Fact]
    public async Task A_message_goes_to_the_poison_queue_after_the_maximum_dequeue_count()
    {
        var probe = new Probe { Body = static (_, _) => throw new InvalidOperationException("always") };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync("bad");

        await Poison.CountsAsync(1);
        await Input.CountsAsync(0);
        Assert.Equal(["bad"], await Poison.TextsAsync());
        Assert.Equal(3, probe.Runs.Count);
    }

    [Fact]
    public async Task A_message_dequeued_too_often_by_processes_that_died_is_not_run_again()
    {
        await Input.SendAsync("killer");
        var client = new Azure.Storage.Queues.QueueClient(Connection, Input.Name);
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
    public async Task A_failed_message_is_seen_again_after_the_visibility_timeout_and_not_before()
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
    public async Task A_function_that_outlasts_the_lease_keeps_its_message()
    {
        var probe = new Probe
        {
            Body = static async (_, _) =>
            {
                await Task.Delay(3 * s_shortLease, TimeProvider.System);
                return "done";
            },
        };
        await using var app = await TestApp.StartAsync(Options(messageLease: s_shortLease), probe);
        await using var rival = await TestApp.StartAsync(Options(messageLease: s_shortLease), probe);

        await Input.SendAsync("long");
        await Input.CountsAsync(0);

        Assert.Equal(["long"], probe.Runs);
        Assert.Equal(["done"], await Output.TextsAsync());
    }

    [Fact]
    public async Task A_renewed_and_then_failed_message_keeps_its_text()
    {
        var probe = new Probe
        {
            Body = static async (_, _) =>
            {
                await Task.Delay(s_shortLease, TimeProvider.System);
                throw new InvalidOperationException("after renewal");
            },
        };
        await using var app = await TestApp.StartAsync(Options(messageLease: s_shortLease), probe);

        await Input.SendAsync("<text> & more");

        await Poison.CountsAsync(1);
        Assert.Equal(["<text> & more", "<text> & more", "<text> & more"], probe.Runs);
        Assert.Equal(["<text> & more"], await Poison.TextsAsync());
    }

    [Fact]
    public async Task Several_instances_share_a_queue_and_run_each_message_once()
    {
        var texts = Enumerable.Range(0, 200).Select(number => number.ToString("D3")).ToArray();
        var probe = new Probe { Body = static async (_, _) => await YieldAsync() };
        await using var one = await TestApp.StartAsync(Options(), probe);
        await using var two = await TestApp.StartAsync(Options(), probe);
        await using var three = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync(texts);
        await Input.CountsAsync(0);

        Assert.Equal(texts, probe.Runs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_instance_runs_at_most_a_batch_and_the_threshold_at_once_and_reaches_it()
    {
        const string hostJson = """
            { "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.2", "batchSize": 4, "newBatchThreshold": 2 } } }
            """;
        var release = new TaskCompletionSource();
        var probe = new Probe
        {
            Body = async (text, _) =>
            {
                // Two of the first batch end at once, which leaves the threshold running and calls for the next batch.
                if (text is not ("0" or "1"))
                {
                    await release.Task;
                }

                return null;
            },
        };
        await Input.SendAsync([.. Enumerable.Range(0, 12).Select(number => number.ToString())]);
        await using var app = await TestApp.StartAsync(Options(hostJson: hostJson), probe);

        await Eventually.TrueAsync(() => probe.Runs.Count == 8);
        release.SetResult();
        await Input.CountsAsync(0);

        Assert.Equal(6, probe.MostRunning);
        Assert.Equal(12, probe.Runs.Count);
    }

    [Fact]
    public async Task A_message_sent_by_a_function_wakes_the_idle_listener_of_its_queue()
    {
        // On a clock that stands still nothing but the signal can end an idle wait.
        var wire = new WireLog();
        var idlePoll = $"GET /devstoreaccount1/{Output.Name}/messages";
        var probe = new Probe();
        var gate = new RelayGate(() => Eventually.TrueAsync(() => wire.Requests.Any(request => request.StartsWith(idlePoll, StringComparison.Ordinal))));
        await Input.SendAsync("relay");
        await using var app = await TestApp.StartAsync(
            Options(typeof(RelayFunctions), client: wire.Attach, time: new ManualTimeProvider(DateTimeOffset.UnixEpoch)),
            builder => builder.Services.AddSingleton(probe).AddSingleton(gate));

        Assert.Equal("relay", await probe.StartedAsync());
        await Output.CountsAsync(0);
    }

    [Fact]
    public async Task A_poison_queue_has_no_poison_queue_of_its_own()
    {
        var probe = new Probe { Body = static (_, _) => throw new InvalidOperationException("still bad") };
        await using var app = await TestApp.StartAsync(
            Options(typeof(PoisonFunction), settings: ("Poison", Poison.Name)), probe);

        await Poison.SendAsync("bad");
        await probe.StartedAsync();
        await app.StopAsync();

        Assert.Equal(1, await Poison.CountAsync());
        Assert.False(await new TestQueue(Connection, Poison.Name + "-poison").ExistsAsync());
    }

    [Fact]
    public async Task A_queue_deleted_while_the_app_runs_is_created_again_for_the_next_output()
    {
        var probe = new Probe { Body = static (text, _) => Task.FromResult<string?>(text) };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Output.DeleteAsync();
        await Input.SendAsync("again");

        await Output.CountsAsync(1);
        await Input.CountsAsync(0);
        Assert.Equal(["again"], probe.Runs);
    }

    private static async Task<string?> YieldAsync()
    {
        await Task.Yield();
        return null;
    }
}

/// <summary>Holds back the first of the relay's functions.</summary>
public sealed record RelayGate(Func<Task> OpensAsync);

/// <summary>Passes text from the input queue to a function on the output queue.</summary>
public sealed class RelayFunctions(Probe probe, RelayGate gate)
{
    [Function("First")]
    [QueueOutput("%Output%")]
    public async Task<string> FirstAsync([QueueTrigger("%Input%")] string text)
    {
        await gate.OpensAsync();
        return text;
    }

    [Function("Second")]
    public Task SecondAsync([QueueTrigger("%Output%")] string text, FunctionContext context)
        => probe.RunAsync(text, context);
}

/// <summary>Works off a poison queue.</summary>
public sealed class PoisonFunction(Probe probe)
{
    [Function("Poison")]
    public Task RunAsync(
        [QueueTrigger("%Poison%")] string text, FunctionContext context)
        => probe.RunAsync(text, context);
}
