using System.Text.Json.Serialization;

namespace AssetFunctions.Sync.Messaging;

/// <summary>
/// Requests one page of a wallet's transactions to be fetched and stored. A history takes one message per page; processing a page sends the
/// message of the next page.
/// </summary>
public sealed record TransactionsMessage : ISyncMessage<TransactionsMessage>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.SyncTransactions;

    /// <summary>Format of the message: an older one than <see cref="CurrentVersion"/> is rejected, a newer one waits for a newer release.</summary>
    public required int Version { get; init; }

    /// <summary>Wallet address in canonical form.</summary>
    public required string Wallet { get; init; }

    /// <summary>Id of the run that requested the transactions.</summary>
    public required string RunId { get; init; }

    /// <summary>When the run fetched the wallet (UTC, millisecond precision). A newer run waits until the current run has ended.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Number of the page in its run, from 0. Page 0 has no bounds: its start follows from the stored history.</summary>
    public int Page { get; init; }

    /// <summary>Only transactions mined at or after this instant (UTC), or null for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only transactions mined at or before this instant (UTC), or null for all.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The provider's cursor from the previous page, or null at the start of a range.</summary>
    public string? Cursor { get; init; }

    /// <summary>Number of failed calls for this page.</summary>
    public int Attempts { get; init; }

    /// <summary>When the provider first reported that it is still preparing the wallet (UTC), or null.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>Start of the provider outage that defers this page (UTC), or null.</summary>
    public DateTimeOffset? UnavailableSince { get; init; }

    /// <summary>When the run must have ended (UTC), or null. Transactions stored by then stay.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Identity of this fetch of the run, see <see cref="RunAttempt"/>.</summary>
    [JsonIgnore]
    public string Attempt => RunAttempt.Of(RunId, StartedAt);

    /// <summary>Creates the first message of a run.</summary>
    public static TransactionsMessage First(string wallet, string runId, DateTimeOffset startedAt, DateTimeOffset? deadline = null) =>
        new() { Version = CurrentVersion, Wallet = wallet, RunId = runId, StartedAt = startedAt, Deadline = deadline };
}
