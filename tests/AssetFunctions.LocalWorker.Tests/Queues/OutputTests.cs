using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Queues;

/// <summary>What becomes of a function's result.</summary>
public sealed class OutputTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    [Theory]
    [InlineData(typeof(SyncText), new[] { "a" })]
    [InlineData(typeof(TaskTexts), new[] { "a", "b" })]
    [InlineData(typeof(ValueTaskObject), new[] { """{"Coin":"eth","Amount":1}""" })]
    [InlineData(typeof(TaskObjects), new[] { """{"Coin":"btc","Amount":2}""", """{"Coin":"eth","Amount":1}""" })]
    [InlineData(typeof(NullText), new string[0])]
    [InlineData(typeof(EmptyText), new string[0])]
    [InlineData(typeof(EmptyTexts), new string[0])]
    [InlineData(typeof(TextsWithGaps), new[] { "a" })]
    [InlineData(typeof(StaticText), new[] { "static" })]
    public async Task A_return_value_becomes_messages(Type function, string[] expected)
    {
        await using var app = await TestApp.StartAsync(Options(function));

        await Input.SendAsync("go");
        await Input.CountsAsync(0);

        Assert.Equal(expected, await Output.TextsAsync());
    }

    [Fact]
    public async Task Each_marked_property_of_a_returned_object_goes_to_its_queue()
    {
        var other = new TestQueue(Connection, Output.Name.Replace("out", "other", StringComparison.Ordinal));
        await using var app = await TestApp.StartAsync(
            Options(typeof(TwoOutputs), settings: [("Other", other.Name), ("OtherStorage", Connection)]));

        await Input.SendAsync("go");
        await Input.CountsAsync(0);

        Assert.Equal(["one", "two"], await Output.TextsAsync());
        Assert.Equal(["""{"Coin":"eth","Amount":3}"""], await other.TextsAsync());
    }

    [Fact]
    public async Task A_null_object_sends_nothing_and_ends_the_message()
    {
        await using var app = await TestApp.StartAsync(
            Options(typeof(NoOutputs), settings: [("Other", Output.Name), ("OtherStorage", Connection)]));

        await Input.SendAsync("go");
        await Input.CountsAsync(0);

        Assert.Equal(0, await Output.CountAsync());
    }
}

public sealed class SyncText
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public string Run([QueueTrigger("%Input%")] string text) => text == "go" ? "a" : "?";
}

public sealed class TaskTexts
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public Task<string[]> RunAsync([QueueTrigger("%Input%")] string text) => Task.FromResult<string[]>(["a", "b"]);
}

public sealed class ValueTaskObject
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public ValueTask<Order> RunAsync([QueueTrigger("%Input%")] string text) => ValueTask.FromResult(new Order("eth", 1));
}

public sealed class TaskObjects
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public async Task<Order[]> RunAsync([QueueTrigger("%Input%")] string text)
    {
        await Task.Yield();
        return [new Order("btc", 2), new Order("eth", 1)];
    }
}

public sealed class NullText
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public Task<string?> RunAsync([QueueTrigger("%Input%")] string text) => Task.FromResult<string?>(null);
}

public sealed class EmptyText
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public string Run([QueueTrigger("%Input%")] string text) => "";
}

public sealed class EmptyTexts
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public string[] Run([QueueTrigger("%Input%")] string text) => [];
}

public sealed class TextsWithGaps
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public string?[] Run([QueueTrigger("%Input%")] string text) => [null, "a", ""];
}

public static class StaticText
{
    [Function("Out")]
    [QueueOutput("%Output%")]
    public static string Run([QueueTrigger("%Input%")] string text) => "static";
}

public sealed class Outputs
{
    [QueueOutput("%Output%")]
    public string[]? Texts { get; init; }

    [QueueOutput("%Other%", Connection = "OtherStorage")]
    public Order? Order { get; init; }

    public string Unmarked => "stays here";
}

public sealed class TwoOutputs
{
    [Function("Out")]
    public Task<Outputs> RunAsync([QueueTrigger("%Input%")] string text)
        => Task.FromResult(new Outputs { Texts = ["one", "two"], Order = new Order("eth", 3) });
}

public sealed class NoOutputs
{
    [Function("Out")]
    public Task<Outputs?> RunAsync([QueueTrigger("%Input%")] string text) => Task.FromResult<Outputs?>(null);
}
