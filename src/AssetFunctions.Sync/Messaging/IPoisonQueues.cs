namespace AssetFunctions.Sync.Messaging;

/// <summary>The poison queues, one per stage, with the messages that the stage could not process.</summary>
public interface IPoisonQueues
{
    /// <summary>Approximate number of messages in the poison queue of a stage, leased ones included; 0 when it does not exist.</summary>
    Task<int> CountAsync(string queue, CancellationToken cancellationToken);

    /// <summary>Leases messages of the poison queue of a stage. They are invisible to others until the lease ends or they are released.</summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="max">Maximum number of messages, at least 1.</param>
    /// <returns>Some messages; none when the queue is empty or does not exist.</returns>
    Task<IReadOnlyList<PoisonMessage>> TakeAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Makes a message visible again. Does nothing when it is gone or has been leased again since.</summary>
    Task ReleaseAsync(string queue, PoisonMessage message, CancellationToken cancellationToken);

    /// <summary>Moves a message back to the queue of its stage, with text <paramref name="body"/>. If the process dies midway, both queues have it.</summary>
    Task ReplayAsync(string queue, PoisonMessage message, string body, CancellationToken cancellationToken);
}

/// <summary>A message in a poison queue.</summary>
/// <param name="Id">Id of the message in the poison queue.</param>
/// <param name="Receipt">Receipt that releases or removes the message during the lease.</param>
/// <param name="Body">Text of the message as the stage received it.</param>
/// <param name="Takes">Number of leases, this one included.</param>
/// <param name="InsertedAt">When it was added to the poison queue (UTC).</param>
public sealed record PoisonMessage(string Id, string Receipt, string Body, long Takes, DateTimeOffset InsertedAt);
