using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Phases;

/// <summary>Result of processing a message. Transient failures are thrown instead, and the host delivers the message again.</summary>
public abstract record PhaseOutcome
{
    PhaseOutcome()
    {
    }

    /// <summary>The message is processed; the messages in <paramref name="Next"/> are sent to their stages.</summary>
    public sealed record Completed(IReadOnlyList<ISyncMessage> Next) : PhaseOutcome;

    /// <summary>The message cannot be processed yet; <paramref name="Retry"/> is sent to the same queue and becomes visible after the delay.</summary>
    public sealed record Deferred(TimeSpan Delay, string Why, ISyncMessage Retry) : PhaseOutcome;

    /// <summary>The message can never be processed and goes to the poison queue at once.</summary>
    public sealed record Rejected(string Why) : PhaseOutcome;

    /// <summary>Completed without further messages.</summary>
    public static PhaseOutcome Done { get; } = new Completed([]);
}

/// <summary>One stage of the sync. Implementations are idempotent: a message may arrive twice, late, or after a newer run of the same wallet.</summary>
/// <typeparam name="TMessage">Message of the stage; its type determines the queue.</typeparam>
public interface IPhase<TMessage>
    where TMessage : ISyncMessage<TMessage>
{
    Task<PhaseOutcome> RunAsync(TMessage message, PhaseContext context, CancellationToken cancellationToken);
}

/// <summary>A queue message as it was delivered.</summary>
/// <param name="Id">Id of the queue message, the same on every delivery.</param>
/// <param name="Body">Text of the message.</param>
/// <param name="Count">Number of deliveries, this one included.</param>
/// <param name="Receipt">What entitles this delivery to change the message, or null where it cannot.</param>
/// <param name="ExpiresAt">When the queue drops the message (UTC), or null where it never does.</param>
public sealed record Delivery(string Id, string Body, long Count = 1, string? Receipt = null, DateTimeOffset? ExpiresAt = null);

/// <summary>Context of one delivery.</summary>
/// <param name="MessageId">Id of the queue message, the same on every delivery.</param>
/// <param name="Usage">Database usage of the delivery, and of earlier stages and deliveries as far as the message accounts for it.</param>
/// <param name="Delivery">Number of deliveries, this one included.</param>
public sealed record PhaseContext(string MessageId, DatabaseUsageScope Usage, long Delivery = 1);
