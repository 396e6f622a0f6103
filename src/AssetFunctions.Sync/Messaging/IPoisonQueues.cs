namespace AssetFunctions.Sync.Messaging;

/// <summary>The messages that stages could not process, each in the poison queue of its stage.</summary>
public interface IPoisonQueues
{
    /// <summary>About how many messages wait in the poison queue of a stage, taken ones included; 0 where it was never used.</summary>
    Task<int> CountAsync(string queue, CancellationToken cancellationToken);

    /// <summary>Takes messages of the poison queue of a stage; others do not see them until the lease ends or they are released.</summary>
    /// <param name="queue">The stage's own queue, see <see cref="QueueNames"/>.</param>
    /// <param name="max">Most messages, at least 1.</param>
    /// <returns>Some messages; none when the queue is empty or was never used.</returns>
    Task<IReadOnlyList<PoisonMessage>> TakeAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Makes a message visible again. Does nothing when it is gone or someone else has taken it since.</summary>
    Task ReleaseAsync(string queue, PoisonMessage message, CancellationToken cancellationToken);

    /// <summary>Puts a message back into the queue of its stage, with <paramref name="body"/> for its text. When the process ends half way the message is in both queues.</summary>
    Task ReplayAsync(string queue, PoisonMessage message, string body, CancellationToken cancellationToken);
}

/// <summary>A message in a poison queue.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Receipt">What releases or removes it as long as the lease lasts.</param>
/// <param name="Body">Its text, as the stage received it.</param>
/// <param name="Takes">How often it was taken, this time included.</param>
/// <param name="InsertedAt">When it was put there (UTC).</param>
public sealed record PoisonMessage(string Id, string Receipt, string Body, long Takes, DateTimeOffset InsertedAt);
