using System.Globalization;
using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Testing.InMemory;

/// <summary>Poison queues in memory. A message that is taken stays away until it is released or replayed; leases do not end by themselves.</summary>
public sealed class InMemoryPoisonQueues(Action<string, string> replay) : IPoisonQueues
{
    readonly Dictionary<string, List<PoisonMessage>> _queues = new(StringComparer.Ordinal);
    readonly Dictionary<string, PoisonMessage> _taken = new(StringComparer.Ordinal);
    int _nextId;

    public void Add(string queue, string body) => QueueOf(queue).Add(new PoisonMessage($"{_nextId++}", string.Empty, body, Takes: 0, InsertedAt));

    /// <summary>When the messages that are added next were put there.</summary>
    public DateTimeOffset InsertedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public int CountOf(string queue) => QueueOf(queue).Count;

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) => Task.FromResult(CountOf(queue));

    public Task<IReadOnlyList<PoisonMessage>> TakeAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        var waiting = QueueOf(queue);
        IReadOnlyList<PoisonMessage> messages = [.. waiting.Take(max).Select(message =>
            message with { Receipt = (_nextId++).ToString(CultureInfo.InvariantCulture), Takes = message.Takes + 1 })];
        waiting.RemoveRange(0, messages.Count);
        foreach (var message in messages)
        {
            _taken.Add(message.Receipt, message);
        }

        return Task.FromResult(messages);
    }

    public Task ReleaseAsync(string queue, PoisonMessage message, CancellationToken cancellationToken)
    {
        if (_taken.Remove(message.Receipt))
        {
            QueueOf(queue).Add(message);
        }

        return Task.CompletedTask;
    }

    public Task ReplayAsync(string queue, PoisonMessage message, string body, CancellationToken cancellationToken)
    {
        replay(queue, body);
        _taken.Remove(message.Receipt);
        return Task.CompletedTask;
    }

    List<PoisonMessage> QueueOf(string queue)
    {
        if (!_queues.TryGetValue(queue, out var messages))
        {
            _queues.Add(queue, messages = []);
        }

        return messages;
    }
}
