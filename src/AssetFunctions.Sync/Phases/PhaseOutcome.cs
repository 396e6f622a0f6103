using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Phases;

/// <summary>What a phase decided about a message. Transient failures are thrown instead, and the host delivers the message again.</summary>
public abstract record PhaseOutcome
{
    PhaseOutcome()
    {
    }

    /// <summary>The work is done; the messages of <paramref name="Next"/> go to the stages they belong to.</summary>
    public sealed record Completed(IReadOnlyList<ISyncMessage> Next) : PhaseOutcome;

    /// <summary>The work cannot be done yet; <paramref name="Retry"/> is put back on the same queue and becomes visible after the delay.</summary>
    public sealed record Deferred(TimeSpan Delay, string Why, ISyncMessage Retry) : PhaseOutcome;

    /// <summary>The message can never be processed and goes to the poison queue at once.</summary>
    public sealed record Rejected(string Why) : PhaseOutcome;

    /// <summary>Done, with nothing for the following stage.</summary>
    public static PhaseOutcome Done { get; } = new Completed([]);
}

/// <summary>One stage of the sync. Implementations are idempotent: a message may arrive twice, late, or after a newer run of the same wallet.</summary>
/// <typeparam name="TMessage">What the stage reads; its type tells the queue.</typeparam>
public interface IPhase<TMessage>
    where TMessage : ISyncMessage<TMessage>
{
    Task<PhaseOutcome> RunAsync(TMessage message, PhaseContext context, CancellationToken cancellationToken);
}

/// <summary>A queue message as it was delivered.</summary>
/// <param name="Id">Its id, the same on every delivery of it.</param>
/// <param name="Body">Its text.</param>
/// <param name="Count">How often it was delivered, this time included.</param>
/// <param name="Receipt">What entitles this delivery to change the message, or null where it cannot.</param>
public sealed record Delivery(string Id, string Body, long Count = 1, string? Receipt = null);

/// <summary>The circumstances of one delivery.</summary>
/// <param name="MessageId">Id of the queue message, the same on every delivery of it.</param>
/// <param name="Usage">Database usage of the delivery, and of what came before as far as its message accounts for it.</param>
/// <param name="Delivery">How often the message was delivered, this time included.</param>
public sealed record PhaseContext(string MessageId, DatabaseUsageScope Usage, long Delivery = 1);
