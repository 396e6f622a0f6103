using System.Text;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Local.Cosmos.Tests.Faults;

public sealed class FaultRuleTests : CosmosTest
{
    readonly ManualTimeProvider _clock = new();

    protected override LocalCosmosOptions Options => new() { Clock = _clock, Seed = 5 };

    [Fact]
    public async Task A_rule_applies_only_to_its_operation_and_container()
    {
        var other = await Host.ContainerAsync("other");
        Server.Faults.Add(new FaultRule { Action = FaultAction.ServiceUnavailable, Operation = OperationType.Create, Container = "items" });

        await other.CreateItemAsync(new Doc("a", "p"), Key);
        await Items.UpsertItemAsync(new Doc("a", "p"), Key);
        Assert.Equal("503/0", await RefusalOfAsync(() => CreateAsync(new Doc("b", "p"))));
    }

    [Fact]
    public async Task A_rule_lets_some_pass_first_and_ends_after_its_count()
    {
        Server.Faults.Add(new FaultRule { Action = FaultAction.Gone, SubStatus = 1007, Skip = 2, Count = 1 });

        Assert.Equal("ok ok 410/1007 ok", await UpsertsAsync(4));
        Assert.Empty(Server.Faults.Rules);
    }

    [Fact]
    public async Task Randomness_repeats_with_its_seed()
    {
        Server.Faults.Add(new FaultRule { Action = FaultAction.ServiceUnavailable, Probability = 0.5 });
        var first = await UpsertsAsync(40);
        Server.Faults.Seed(5);
        var second = await UpsertsAsync(40);
        Server.Faults.Seed(6);
        var third = await UpsertsAsync(40);

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.InRange(first.Split(' ').Count(outcome => outcome is "ok"), 8, 32);
    }

    [Fact]
    public async Task Latency_delays_a_request()
    {
        Server.Faults.Add(new FaultRule { Action = FaultAction.Latency, Latency = TimeSpan.FromSeconds(3), Operation = OperationType.Create });
        var timers = _clock.WaitingTimers;
        var creating = CreateAsync(new Doc("a", "p"));
        await Eventually.TrueAsync(() => _clock.WaitingTimers > timers);
        Assert.False(creating.IsCompleted);
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReadItemAsync<Doc>("a", Key)));
        _clock.Advance(TimeSpan.FromSeconds(3));
        await creating;
    }

    [Fact]
    public async Task Metadata_requests_are_unaffected_unless_named()
    {
        Server.Faults.Add(new FaultRule { Action = FaultAction.ServiceUnavailable });
        await Items.ReadContainerAsync();
        Server.Faults.Add(new FaultRule { Action = FaultAction.ServiceUnavailable, Operation = OperationType.ReadContainer });

        Assert.Equal("503/0", await RefusalOfAsync(() => Items.ReadContainerAsync()));
    }

    [Fact]
    public async Task Faults_are_set_read_and_cleared_over_http()
    {
        const string Plan = """{"seed":7,"rules":[{"action":"Throttle","operation":"Batch","container":"items","probability":0.5,"count":3,"retryAfterMs":20},{"action":"Latency","latencyMs":5}],"throughput":{"items":400}}""";
        using var put = await Host.Http.PutAsync("/_local/faults", Json(Plan));

        Assert.Equal(200, (int)put.StatusCode);
        Assert.Equal([FaultAction.Throttle, FaultAction.Latency], Server.Faults.Rules.Select(rule => rule.Action));
        Assert.Equal(
            new FaultRule { Action = FaultAction.Throttle, Operation = OperationType.Batch, Container = "items", Probability = 0.5, Count = 3, RetryAfter = TimeSpan.FromMilliseconds(20) },
            Server.Faults.Rules[0]);
        Assert.Equal(400, Server.Faults.ThroughputCaps["items"]);
        Assert.Contains("\"retryAfterMs\":20", await Host.Http.GetStringAsync("/_local/faults"), StringComparison.Ordinal);

        using var cleared = await Host.Http.DeleteAsync("/_local/faults");
        Assert.Empty(Server.Faults.Rules);
        Assert.Empty(Server.Faults.ThroughputCaps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"rules":[{}]}""")]
    [InlineData("""{"rules":[null]}""")]
    [InlineData("""{"rules":[{"action":"Explode"}]}""")]
    [InlineData("""{"rules":[{"action":"Gone","probability":2}]}""")]
    [InlineData("""{"rules":[{"action":"Gone","count":-1}]}""")]
    [InlineData("""{"rules":[{"action":"Gone","propability":0.1}]}""")]
    [InlineData("""{"rules":[{"action":"Latency","latencyMs":-1}]}""")]
    [InlineData("""{"throughput":{"items":0}}""")]
    public async Task An_invalid_plan_is_refused_and_changes_nothing(string plan)
    {
        Server.Faults.Add(new FaultRule { Action = FaultAction.Gone });
        using var put = await Host.Http.PutAsync("/_local/faults", Json(plan));

        Assert.Equal(400, (int)put.StatusCode);
        Assert.Single(Server.Faults.Rules);
    }

    static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    async Task<string> UpsertsAsync(int count)
    {
        var outcomes = new List<string>();
        for (var i = 0; i < count; i++)
        {
            using var response = await Items.UpsertItemStreamAsync(new MemoryStream("""{"id":"a","pk":"p"}"""u8.ToArray()), Key);
            outcomes.Add(response.IsSuccessStatusCode ? "ok" : $"{(int)response.StatusCode}/{response.Headers["x-ms-substatus"] ?? "0"}");
        }

        return string.Join(' ', outcomes);
    }
}
