using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Phases;

/// <summary>What a phase decided about a message. Faults that may pass are thrown instead, and the host delivers the message again.</summary>
public abstract record PhaseOutcome
{
    PhaseOutcome()
    {
    }

    /// <summary>The work is done; <paramref name="Next"/> goes to the following stage.</summary>
    public sealed record Completed(IReadOnlyList<ISyncMessage> Next) : PhaseOutcome;

    /// <summary>The work cannot be done yet; <paramref name="Retry"/> is put back on the same queue and becomes visible after the delay.</summary>
    public sealed record Deferred(TimeSpan Delay, string Why, ISyncMessage Retry) : PhaseOutcome;

    /// <summary>The message can never be processed and goes to the poison queue at once.</summary>
    public sealed record Rejected(string Why) : PhaseOutcome;

    /// <summary>Done, with nothing for the following stage.</summary>
    public static PhaseOutcome Done { get; } = new Completed([]);
}

/// <summary>What a phase that is followed by two stages sends, as texts of queue messages.</summary>
/// <param name="Next">Messages for the following stage.</param>
/// <param name="Transactions">Messages for the queue <see cref="QueueNames.SyncTransactions"/>.</param>
public sealed record PhaseOutput(string[] Next, string[] Transactions);

/// <summary>One stage of the sync. Implementations are idempotent: a message may arrive twice, late, or after a newer run of the same wallet.</summary>
/// <typeparam name="TMessage">What the stage reads from its queue.</typeparam>
public interface IPhase<in TMessage>
    where TMessage : ISyncMessage
{
    /// <summary>Queue the stage reads, see <see cref="QueueNames"/>.</summary>
    string Queue { get; }

    Task<PhaseOutcome> RunAsync(TMessage message, PhaseContext context, CancellationToken cancellationToken);
}

/// <summary>The circumstances of one delivery.</summary>
/// <param name="MessageId">Id of the queue message, the same on every delivery of it.</param>
/// <param name="Usage">Database usage since the delivery began.</param>
/// <param name="Delivery">How often the message was delivered, this time included.</param>
public sealed record PhaseContext(string MessageId, DatabaseUsageScope Usage, long Delivery = 1);
