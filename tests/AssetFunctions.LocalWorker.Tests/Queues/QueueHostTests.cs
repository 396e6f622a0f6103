using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.LocalWorker.Tests.Queues;

/// <summary>What the host promises for a queue trigger, on a real queue.</summary>
public sealed class QueueHostTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
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
    public async Task An_output_that_cannot_be_sent_fails_the_message()
    {
        var probe = new Probe { Body = static (_, _) => Task.FromResult<string?>(new string('x', 70_000)) };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync("big");

        await Poison.CountsAsync(1);
        Assert.Equal(3, probe.Runs.Count);
    }

    [Fact]
    public async Task A_renewed_and_then_failed_message_keeps_its_text()
    {
        // Each failed attempt updates the message twice: once to renew its lease and once to give it back.
        var wire = new WireLog();
        var attempt = 0;
        var probe = new Probe
        {
            Body = async (_, _) =>
            {
                var updates = (2 * attempt++) + 1;
                await Eventually.TrueAsync(() => wire.Count("PUT", Input) >= updates);
                throw new InvalidOperationException("after renewal");
            },
        };
        await using var app = await TestApp.StartAsync(
            Options(messageLease: TimeSpan.FromSeconds(4), client: wire.Attach), probe);

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

    static async Task<string?> YieldAsync()
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
