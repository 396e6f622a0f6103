namespace AssetFunctions.Sync.Messaging;

/// <summary>Sends messages to the queues of their types.</summary>
public interface IMessageSender
{
    /// <summary>Sends a message to its queue, where it stays until it is processed.</summary>
    /// <param name="delay">Time for which the message stays invisible.</param>
    Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Sends a text that cannot be processed to the poison queue of <paramref name="queue"/>.</summary>
    Task RejectAsync(string queue, string body, CancellationToken cancellationToken);

    /// <summary>Sends a text that a newer release can process back to <paramref name="queue"/>, unchanged.</summary>
    /// <param name="delay">Time for which the message stays invisible.</param>
    /// <param name="timeToLive">Time after which the queue drops the message, from now.</param>
    Task ReturnAsync(string queue, string body, TimeSpan delay, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Replaces the text of a message whose delivery has failed, so that the next delivery reads the new one.</summary>
    /// <param name="receipt">What entitles this delivery to change the message.</param>
    /// <param name="message">What it becomes.</param>
    /// <param name="delay">When the next delivery is due.</param>
    /// <exception cref="TransientStoreException">It could not be replaced; it may have been all the same.</exception>
    Task ReplaceAsync(string id, string receipt, ISyncMessage message, TimeSpan delay, CancellationToken cancellationToken);
}

public static class MessageSending
{
    const int Parallelism = 16;

    /// <summary>Time limit for reading the states of all queues, which takes some thirty requests.</summary>
    public static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(10);

    /// <summary>Sends a message for a waiting caller: fails after a time limit instead of retrying while the queues are down.</summary>
    /// <exception cref="TransientStoreException">The queue did not accept it in time; the message may still arrive.</exception>
    public static async Task SendNowAsync(this IMessageSender sender, ISyncMessage message, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(message);
        await WithinPatienceAsync(
            async token =>
            {
                await sender.SendAsync(message, cancellationToken: token);
                return true;
            },
            clock,
            cancellationToken);
    }

    /// <summary>Calls the queues for a waiting caller, within a time limit.</summary>
    /// <param name="limit">How long; null means <see cref="TimeLimit.Interactive"/>.</param>
    /// <exception cref="TransientStoreException">They did not respond in time.</exception>
    public static async Task<T> WithinPatienceAsync<T>(Func<CancellationToken, Task<T>> call, TimeProvider clock, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        var patience = limit ?? TimeLimit.Interactive;
        try
        {
            return await TimeLimit.RunAsync(call, patience, clock, cancellationToken);
        }
        catch (TimeoutException ex)
        {
            throw new TransientStoreException($"The queues did not respond within {patience.TotalSeconds:0} s.", ex);
        }
    }

    /// <summary>Sends messages in parallel batches. When one fails, others may have been sent.</summary>
    public static async Task SendAllAsync(this IMessageSender sender, IEnumerable<ISyncMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        foreach (var some in messages.Chunk(Parallelism))
        {
            await Task.WhenAll(some.Select(message => sender.SendAsync(message, cancellationToken: cancellationToken)));
        }
    }
}
