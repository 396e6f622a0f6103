using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Model;

/// <summary>A message in a queue.</summary>
sealed class QueuedMessage(string queue, string body, string id, DateTimeOffset visibleAt)
{
    public string Queue => queue;

    public string Body { get; set; } = body;

    /// <summary>What entitles the present delivery to change the message.</summary>
    public string Receipt => $"{id}/{Deliveries}";

    public string Id => id;

    public DateTimeOffset VisibleAt { get; set; } = visibleAt;

    public int Deliveries { get; set; }
}

/// <summary>The storage queues, as the host works with them: a message that was taken comes back until it is deleted, and is poison after five times.</summary>
sealed class ModelQueues
{
    /// <summary>When a message that failed can be seen again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    readonly TimeProvider _clock;
    readonly List<QueuedMessage> _messages = [];
    int _nextId;

    public ModelQueues(TimeProvider clock)
    {
        _clock = clock;
        Poison = new InMemoryPoisonQueues((queue, body) => Send(queue, body, TimeSpan.Zero));
    }

    public InMemoryPoisonQueues Poison { get; }

    /// <summary>When the next message can be seen, or null when there is none.</summary>
    public DateTimeOffset? NextAt => _messages.Count == 0 ? null : _messages.Min(message => message.VisibleAt);

    public QueuedMessage Send(string queue, string body, TimeSpan delay)
    {
        var message = new QueuedMessage(queue, body, $"message-{++_nextId}", _clock.GetUtcNow() + delay);
        _messages.Add(message);
        return message;
    }

    /// <summary>One of the messages that can be seen, in order of their time, or null when there is none.</summary>
    public QueuedMessage? Find(int pick)
    {
        var visible = _messages.Where(message => message.VisibleAt <= _clock.GetUtcNow()).OrderBy(message => message.VisibleAt).ToList();
        return visible.Count == 0 ? null : visible[pick % visible.Count];
    }

    /// <summary>Takes a message, so that nothing else sees it until the lease ends.</summary>
    /// <returns>Whether it is to be processed; false for one that was delivered too often and is poison now.</returns>
    public bool Take(QueuedMessage message)
    {
        message.VisibleAt = _clock.GetUtcNow() + Lease;
        if (++message.Deliveries <= PhaseRunner.MaxDeliveries)
        {
            return true;
        }

        MoveToPoison(message);
        return false;
    }

    /// <summary>Changes the text of a message that the delivery with this receipt still holds.</summary>
    public void Replace(string receipt, string body, TimeSpan delay)
    {
        if (_messages.Find(message => message.Receipt == receipt) is { } held)
        {
            held.Body = body;
            held.VisibleAt = _clock.GetUtcNow() + delay;
        }
    }

    public void Delete(QueuedMessage message) => _messages.Remove(message);

    /// <summary>The message was processed and its deletion lost.</summary>
    public void Return(QueuedMessage message) => message.VisibleAt = _clock.GetUtcNow();

    public void Fail(QueuedMessage message)
    {
        message.VisibleAt = _clock.GetUtcNow() + Retry;
        if (message.Deliveries >= PhaseRunner.MaxDeliveries)
        {
            MoveToPoison(message);
        }
    }

    public void AddPoison(string queue, string body)
    {
        Poison.InsertedAt = _clock.GetUtcNow();
        Poison.Add(queue, body);
    }

    public int PoisonCount => QueueNames.All.Sum(Poison.CountOf);

    void MoveToPoison(QueuedMessage message)
    {
        _messages.Remove(message);
        AddPoison(message.Queue, message.Body);
    }
}
