namespace AssetFunctions.Sync.Messaging;

/// <summary>The queue actions that output bindings cannot express.</summary>
public interface IQueueGateway
{
    /// <summary>Sends a message that becomes visible after <paramref name="delay"/>.</summary>
    Task DeferAsync(string queue, string body, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Sends a message to the poison queue of <paramref name="queue"/>, where it stays until someone takes it.</summary>
    Task PoisonAsync(string queue, string body, CancellationToken cancellationToken);
}
