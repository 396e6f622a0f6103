using System.Globalization;
using System.Threading.Channels;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Assets;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Phases.Prices;
using AssetFunctions.Sync.Phases.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>Queues between the stages: at least once, several consumers, failed messages come back up to five times.</summary>
sealed class StageQueues : IMessageSender, IAsyncDisposable
{
    // batchSize 16 and newBatchThreshold 8 of host.json.
    const int ConsumersPerInstance = 24;
    const int MaxDeliveries = 5;

    readonly Dictionary<string, Channel<Message>> _channels =
        QueueNames.All.ToDictionary(queue => queue, _ => Channel.CreateUnbounded<Message>(), StringComparer.Ordinal);

    readonly List<Task> _consumers = [];
    TaskCompletionSource _drained = new();
    int _outstanding;
    int _ids;

    public SummaryCounter Summaries { get; } = new();

    public Exception? LastFault { get; private set; }

    /// <summary>Lets an instance take part.</summary>
    public void Start(IServiceProvider instance)
    {
        Consume<SyncRequest, ExtractPhase>(instance);
        Consume<AssetsMessage, AssetsPhase>(instance);
        Consume<PricesMessage, PricesPhase>(instance);
        Consume<PositionsMessage, PositionsPhase>(instance);
        Consume<ShardRequest, SchedulePhase>(instance);
        Consume<PriceRefreshRequest, PriceRefreshPhase>(instance);
    }

    /// <summary>Does some work and waits until nothing is left of the messages that it sent and what they led to.</summary>
    public async Task ProcessAsync(Func<Task> work)
    {
        _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _outstanding);
        try
        {
            await work();
        }
        finally
        {
            Done();
        }

        await _drained.Task;
    }

    public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default)
    {
        if (delay > TimeSpan.Zero)
        {
            throw new NotSupportedException("No benchmark has a provider that defers.");
        }

        Send(message.Queue, MessageCodec.Encode(message));
        return Task.CompletedTask;
    }

    public Task RejectAsync(string queue, string body, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No benchmark sends a message that makes no sense.");

    public Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No benchmark sends a message of a newer version.");

    public Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No delivery of a benchmark has a receipt.");

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Writer.TryComplete();
        }

        await Task.WhenAll(_consumers);
    }

    void Consume<TMessage, TPhase>(IServiceProvider instance)
        where TMessage : ISyncMessage<TMessage>
        where TPhase : class, IPhase<TMessage>
    {
        var runner = instance.GetRequiredService<PhaseRunner>();
        var phase = instance.GetRequiredService<TPhase>();
        for (var consumer = 0; consumer < ConsumersPerInstance; consumer++)
        {
            _consumers.Add(Task.Run(() => ConsumeAsync(runner, phase)));
        }
    }

    async Task ConsumeAsync<TMessage>(PhaseRunner runner, IPhase<TMessage> phase)
        where TMessage : ISyncMessage<TMessage>
    {
        await foreach (var message in _channels[TMessage.Queue].Reader.ReadAllAsync())
        {
            try
            {
                await runner.RunAsync(phase, new Delivery(message.Id, message.Body), default);
            }
            catch (Exception ex)
            {
                LastFault = ex;
                if (message.Delivery < MaxDeliveries)
                {
                    Interlocked.Increment(ref _outstanding);
                    _channels[TMessage.Queue].Writer.TryWrite(message with { Delivery = message.Delivery + 1 });
                }
            }

            Done();
        }
    }

    void Send(string queue, string body)
    {
        Interlocked.Increment(ref _outstanding);
        _channels[queue].Writer.TryWrite(new Message(Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture), body, Delivery: 1));
    }

    void Done()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
        {
            _drained.TrySetResult();
        }
    }

    sealed record Message(string Id, string Body, int Delivery);
}
