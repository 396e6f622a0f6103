using System.Text.Json.Serialization;

namespace AssetFunctions.Sync.Messaging;

/// <summary>
/// One page of a wallet's transactions that is to be fetched and stored. A history of many pages is as many messages: each page sends the
/// message of the next one.
/// </summary>
public sealed record TransactionsMessage : ISyncMessage<TransactionsMessage>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.SyncTransactions;

    /// <summary>Format of the message; anything but <see cref="CurrentVersion"/> is rejected.</summary>
    public required int Version { get; init; }

    /// <summary>Wallet address in canonical form.</summary>
    public required string Wallet { get; init; }

    /// <summary>Identity of the run that asked for the transactions.</summary>
    public required string RunId { get; init; }

    /// <summary>When the run fetched the wallet (UTC, millisecond precision). A later run of a wallet begins when the one before has ended.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Number of the page in its run, from 0. Where the first page begins is in what is stored of the wallet, so it has no bounds.</summary>
    public int Page { get; init; }

    /// <summary>Only transactions mined at or after this instant (UTC), or null for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only transactions mined at or before this instant (UTC), or null for all.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What the page before named as the next one, or null where a stretch of the history begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>How often the provider has failed at this page.</summary>
    public int Attempts { get; init; }

    /// <summary>Since when the provider has been answering that it is still preparing the wallet (UTC), or null.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>Since when the provider has not been asked because it keeps failing (UTC), or null.</summary>
    public DateTimeOffset? UnavailableSince { get; init; }

    /// <summary>When the result is of no more use (UTC), or null. What is stored by then stays.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Identity of this fetch of the run, see <see cref="RunAttempt"/>.</summary>
    [JsonIgnore]
    public string Attempt => RunAttempt.Of(RunId, StartedAt);

    /// <summary>The message a run begins with.</summary>
    public static TransactionsMessage First(string wallet, string runId, DateTimeOffset startedAt, DateTimeOffset? deadline = null) =>
        new() { Version = CurrentVersion, Wallet = wallet, RunId = runId, StartedAt = startedAt, Deadline = deadline };
}
