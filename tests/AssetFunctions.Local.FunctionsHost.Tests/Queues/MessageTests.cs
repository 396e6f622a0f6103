using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Queues;

/// <summary>The handling of messages and of the outputs of their functions; one host for all tests.</summary>
public sealed class MessageTests(MessageTests.Running running) : IClassFixture<MessageTests.Running>
{
    TestQueues Queues => running.Queues!;

    [Fact]
    public async Task Message_is_run_and_deleted_and_each_element_of_its_output_is_a_message()
    {
        await Queues.Input.SendAsync("send a b");

        Assert.Equal(["a", "b"], await Queues.Output.TextsAsync(2));
        await Queues.Input.EmptyAsync();
    }

    [Fact]
    public async Task Each_output_of_an_object_goes_to_its_queue()
    {
        await Queues.ForkInput.SendAsync("x");

        Assert.Equal(["x for one"], await Queues.Output.TextsAsync(1));
        Assert.Equal(["x 1", "x 2"], await Queues.SecondOutput.TextsAsync(2));
        await Queues.ForkInput.EmptyAsync();
    }

    [Fact]
    public async Task Function_sees_how_often_its_message_was_delivered()
    {
        await Queues.Input.SendAsync("attempt");

        Assert.Equal(["1"], await Queues.Output.TextsAsync(1));
    }

    [Fact]
    public async Task Message_is_poisoned_after_five_deliveries()
    {
        await Queues.Input.SendAsync("fail");

        var poison = Assert.Single(await Queues.Poison.TakeAsync(1));
        Assert.Equal("fail", poison.MessageText);
        Assert.Equal(TimeSpan.FromDays(7), poison.ExpiresOn - poison.InsertedOn);
        Assert.Equal(5, running.Host!.Process.Output.Count(line => line.Contains("Executed 'Work' (Failed", StringComparison.Ordinal)));
        await Queues.Input.EmptyAsync();
    }

    public sealed class Running : IAsyncLifetime
    {
        internal HostProcess? Host { get; private set; }

        public TestQueues? Queues { get; private set; }

        public async Task InitializeAsync()
        {
            Queues = await TestQueues.CreateAsync();
            Host = await HostProcess.StartAsync(Queues, "Work,Fork");
        }

        public async Task DisposeAsync()
        {
            await Host!.DisposeAsync();
            Queues!.Dispose();
        }
    }
}
