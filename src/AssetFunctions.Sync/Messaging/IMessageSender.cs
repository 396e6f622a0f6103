namespace AssetFunctions.Sync.Messaging;

/// <summary>Sends messages to the queues of their types.</summary>
public interface IMessageSender
{
    /// <summary>Sends a message to its queue, where it stays until it is processed.</summary>
    /// <param name="delay">Time for which the message stays invisible.</param>
    Task SendAsync(ISyncMessage message, TimeSpan delay = default, CancellationToken cancellationToken = default);

    /// <summary>Sends a text that cannot be processed to the poison queue of <paramref name="queue"/>.</summary>
    Task RejectAsync(string queue, string body, CancellationToken cancellationToken);
}

public static class MessageSending
{
    const int Parallelism = 16;

    /// <summary>How long a caller of the API waits for the queues; with what else it waits for the response comes within three seconds.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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
    /// <param name="limit">How long; null means two seconds.</param>
    /// <exception cref="TransientStoreException">They did not respond in time.</exception>
    public static async Task<T> WithinPatienceAsync<T>(Func<CancellationToken, Task<T>> call, TimeProvider clock, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        using var patience = new CancellationTokenSource(limit ?? Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientStoreException($"The queues did not respond within {(limit ?? Patience).TotalSeconds:0} s.", ex);
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
