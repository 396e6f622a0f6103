using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Testing.InMemory;

/// <summary>Keeps what is sent, as a receiver reads it.</summary>
public sealed class InMemoryMessageSender : IMessageSender
{
    readonly Lock _gate = new();
    readonly List<(ISyncMessage Message, TimeSpan Delay)> _sent = [];
    readonly List<(string Queue, string Body)> _rejected = [];
    readonly List<(string Queue, string Body, TimeSpan Delay, TimeSpan TimeToLive)> _returned = [];

    /// <summary>What messages were replaced by, by their receipts.</summary>
    public Dictionary<string, ISyncMessage> Replaced { get; } = new(StringComparer.Ordinal);

    /// <summary>What was sent, in its order.</summary>
    public IReadOnlyList<(ISyncMessage Message, TimeSpan Delay)> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    public IReadOnlyList<(string Queue, string Body)> Rejected
    {
        get
        {
            lock (_gate)
            {
                return [.. _rejected];
            }
        }
    }

    /// <summary>What was sent back unchanged, in its order.</summary>
    public IReadOnlyList<(string Queue, string Body, TimeSpan Delay, TimeSpan TimeToLive)> Returned
    {
        get
        {
            lock (_gate)
            {
                return [.. _returned];
            }
        }
    }

    /// <summary>What the next sends and replacements fail with, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What the next sends alone fail with, or null.</summary>
    public Exception? SendFailure { get; set; }

    /// <summary>What was sent of one type, in its order.</summary>
    public IReadOnlyList<TMessage> SentOf<TMessage>() => [.. Sent.Select(sent => sent.Message).OfType<TMessage>()];

    /// <summary>Forgets what was sent.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _sent.Clear();
        }
    }

    public Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if ((Failure ?? SendFailure) is { } failure)
        {
            throw failure;
        }

        lock (_gate)
        {
            _sent.Add((MessageCodec.Decode(message.Queue, MessageCodec.Encode(message)), delay));
        }

        return Task.CompletedTask;
    }

    public Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        lock (_gate)
        {
            Replaced[receipt] = message;
        }

        return Task.CompletedTask;
    }

    public Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _returned.Add((queue, body, delay, timeToLive));
        }

        return Task.CompletedTask;
    }

    public Task RejectAsync(string queue, string body, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _rejected.Add((queue, body));
        }

        return Task.CompletedTask;
    }
}
