namespace AssetFunctions.Sync.Messaging;

/// <summary>Sends messages to the queues of their types.</summary>
public interface IMessageSender
{
    /// <summary>Sends a message. Once it is sent it stays until it is processed.</summary>
    /// <param name="delay">How long it stays invisible.</param>
    Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Sends a text that is no message, or none that can be processed, to the poison queue of <paramref name="queue"/>.</summary>
    Task RejectAsync(string queue, string body, CancellationToken cancellationToken);
}

public static class MessageSending
{
    const int Parallelism = 16;

    /// <summary>Sends messages, some at a time. When one cannot be sent, others may have been.</summary>
    public static async Task SendAllAsync(this IMessageSender sender, IEnumerable<ISyncMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        foreach (var some in messages.Chunk(Parallelism))
        {
            await Task.WhenAll(some.Select(message => sender.SendAsync(message, cancellationToken: cancellationToken)));
        }
    }
}
