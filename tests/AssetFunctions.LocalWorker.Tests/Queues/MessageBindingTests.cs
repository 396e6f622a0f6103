using System.Globalization;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Queues;

/// <summary>What a queue trigger parameter may be, and what its metadata holds.</summary>
public sealed class MessageBindingTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    const string Base64HostJson = """
        { "extensions": { "queues": { "messageEncoding": "base64", "maxPollingInterval": "00:00:00.2", "maxDequeueCount": 2 } } }
        """;

    [Theory]
    [InlineData(typeof(TextFunction))]
    [InlineData(typeof(BytesFunction))]
    [InlineData(typeof(BinaryFunction))]
    [InlineData(typeof(MessageFunction))]
    public async Task A_body_binds_to_every_raw_type(Type function)
    {
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options(function), probe);

        await Input.SendAsync("grüße <&> 世界");

        Assert.Equal("grüße <&> 世界", await probe.StartedAsync());
        await Input.CountsAsync(0);
    }

    [Fact]
    public async Task A_body_binds_to_an_object_from_JSON_whatever_the_case_of_its_names()
    {
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options(typeof(OrderFunction)), probe);

        await Input.SendAsync("""{ "coin": "eth", "Amount": 2.5 }""");

        Assert.Equal("eth 2.5", await probe.StartedAsync());
    }

    [Fact]
    public async Task A_body_that_is_not_the_expected_JSON_goes_to_the_poison_queue_and_never_reaches_the_function()
    {
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options(typeof(OrderFunction)), probe);

        await Input.SendAsync("{ not json");

        await Poison.CountsAsync(1);
        Assert.Equal(["{ not json"], await Poison.TextsAsync());
        Assert.Empty(probe.Runs);
    }

    [Theory]
    [InlineData(typeof(TextFunction))]
    [InlineData(typeof(MessageFunction))]
    public async Task Base64_bodies_are_decoded(Type function)
    {
        var probe = new Probe();
        await using var app = await TestApp.StartAsync(Options(function, Base64HostJson), probe);

        await Input.SendAsync(Convert.ToBase64String("plain"u8));

        Assert.Equal("plain", await probe.StartedAsync());
    }

    [Fact]
    public async Task A_body_that_is_not_base64_goes_to_the_poison_queue_unchanged_and_its_neighbours_run()
    {
        var probe = new Probe();
        await Input.SendAsync("not base64!", Convert.ToBase64String("fine"u8));
        await using var app = await TestApp.StartAsync(Options(typeof(TextFunction), Base64HostJson), probe);

        await Poison.CountsAsync(1);
        await Input.CountsAsync(0);
        Assert.Equal(["not base64!"], await Poison.TextsAsync());
        Assert.Equal(["fine"], probe.Runs);
    }

    [Fact]
    public async Task Outputs_are_encoded_as_host_json_says()
    {
        var probe = new Probe { Body = static (text, _) => Task.FromResult<string?>(text) };
        await using var app = await TestApp.StartAsync(Options(hostJson: Base64HostJson), probe);

        await Input.SendAsync(Convert.ToBase64String("there and back"u8));

        await Output.CountsAsync(1);
        Assert.Equal([Convert.ToBase64String("there and back"u8)], await Output.TextsAsync());
    }

    [Fact]
    public async Task Binding_data_tells_the_attempt_and_the_times_of_the_message()
    {
        var seen = new List<IReadOnlyDictionary<string, object?>>();
        var probe = new Probe
        {
            Body = (_, context) =>
            {
                seen.Add(context.BindingContext.BindingData);
                return seen.Count == 1 ? throw new InvalidOperationException("once more") : Task.FromResult<string?>(null);
            },
        };
        await using var app = await TestApp.StartAsync(Options(), probe);

        await Input.SendAsync("counted");
        await Input.CountsAsync(0);

        Assert.Equal([1L, 2L], seen.Select(data => Convert.ToInt64(data["DequeueCount"], CultureInfo.InvariantCulture)));
        Assert.Equal(seen[0]["Id"], seen[1]["Id"]);
        Assert.NotEqual(seen[0]["PopReceipt"], seen[1]["PopReceipt"]);
        var times = new[] { "InsertionTime", "NextVisibleTime", "ExpirationTime" }
            .Select(name => Assert.IsType<DateTimeOffset>(seen[0][name])).ToList();
        Assert.Equal(times.Order(), times);
    }
}

public sealed class TextFunction(Probe probe)
{
    [Function("Text")]
    public Task RunAsync([QueueTrigger("%Input%")] string text, FunctionContext context) => probe.RunAsync(text, context);
}

public sealed class BytesFunction(Probe probe)
{
    [Function("Bytes")]
    public Task RunAsync([QueueTrigger("%Input%")] byte[] bytes, FunctionContext context)
        => probe.RunAsync(System.Text.Encoding.UTF8.GetString(bytes), context);
}

public sealed class BinaryFunction(Probe probe)
{
    [Function("Binary")]
    public Task RunAsync([QueueTrigger("%Input%")] BinaryData data, FunctionContext context)
        => probe.RunAsync(data.ToString(), context);
}

public sealed class MessageFunction(Probe probe)
{
    [Function("Message")]
    public Task RunAsync([QueueTrigger("%Input%")] QueueMessage message, FunctionContext context)
        => probe.RunAsync(message.Body.ToString(), context);
}

public sealed record Order(string Coin, decimal Amount);

public sealed class OrderFunction(Probe probe)
{
    [Function("Order")]
    public Task RunAsync([QueueTrigger("%Input%")] Order order, FunctionContext context)
        => probe.RunAsync(string.Create(CultureInfo.InvariantCulture, $"{order.Coin} {order.Amount}"), context);
}
