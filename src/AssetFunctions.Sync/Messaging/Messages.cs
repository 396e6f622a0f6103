using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Messaging;

/// <summary>A message to a stage.</summary>
public interface ISyncMessage
{
    /// <summary>The queue it belongs to, see <see cref="QueueNames"/>.</summary>
    string Queue { get; }
}

/// <summary>A message to a stage, of a type of its own: the type tells the queue, so that sender, trigger and phase cannot disagree.</summary>
public interface ISyncMessage<TSelf> : ISyncMessage
    where TSelf : ISyncMessage<TSelf>
{
    /// <summary>The queue of all messages of the type.</summary>
    static new abstract string Queue { get; }

    string ISyncMessage.Queue => TSelf.Queue;
}

/// <summary>A message that carries what its run has used of the database so far, as far as the messages before it account for it.</summary>
public interface IMeteredMessage : ISyncMessage
{
    DatabaseUsage Used { get; }

    /// <summary>The message with another account.</summary>
    IMeteredMessage WithUsed(DatabaseUsage used);
}

/// <summary>
/// Asks for one sync of one wallet. Sent as plain JSON, so that any service can send it:
/// <c>{"version":1,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}</c>.
/// </summary>
public sealed record SyncRequest : ISyncMessage<SyncRequest>, IMeteredMessage
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.SyncRequests;

    /// <summary>Format of the message; anything but <see cref="CurrentVersion"/> is rejected.</summary>
    public required int Version { get; init; }

    /// <summary>Wallet address: EVM <c>0x</c> and 40 hexadecimal digits in any case, or Solana base58.</summary>
    public required string Wallet { get; init; }

    /// <summary>Identity of the run, at most 64 characters of <c>[A-Za-z0-9_-]</c>; when absent the queue message's id serves.</summary>
    public string? RunId { get; init; }

    /// <summary>Whether the run fetches the wallet's transactions too; when absent, setting <c>Sync:Transactions:Enabled</c> decides.</summary>
    public bool? Transactions { get; init; }

    /// <summary>
    /// Slugs of the networks whose positions are kept; absent or empty means all. What is stored of other networks leaves the wallet, because the
    /// fetch saw it and the run does not want it.
    /// </summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>Since when the provider has been answering that it is still preparing the wallet (UTC); set by the pipeline itself.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>
    /// When the result is of no more use (UTC), such as <c>"deadline":"2026-03-01T12:00:00Z"</c>. A run that has not been served by then ends as
    /// failed. When absent, <see cref="Runs.ExtractOptions.DeadlineSeconds"/> decides.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// Since when the time of a run without a deadline counts (UTC): since the request was first seen, and without the time it waited for quota.
    /// Set by the pipeline itself.
    /// </summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>
    /// When the run was asked for (UTC), on a request that has waited or was sent again; set by the pipeline itself. The wallet's state is asked
    /// first whether such a run is still wanted.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What earlier deliveries of the request used of the database; set by the pipeline itself.</summary>
    public DatabaseUsage? Usage { get; init; }

    DatabaseUsage IMeteredMessage.Used => Usage ?? default;

    IMeteredMessage IMeteredMessage.WithUsed(DatabaseUsage used) => this with { Usage = used };
}

/// <summary>Asks for new prices of one page of the assets of a network that wallets hold. No wallet takes part.</summary>
public sealed record PriceRefreshRequest : ISyncMessage<PriceRefreshRequest>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.PriceRefresh;

    /// <summary>Format of the message; anything but <see cref="CurrentVersion"/> is rejected.</summary>
    public required int Version { get; init; }

    /// <summary>Network slug as the registry has it.</summary>
    public required string Network { get; init; }

    /// <summary>When the refresh was due (UTC); one that could not be done for long makes way for those that came after it.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>Page of the registry, or null for the first one.</summary>
    public string? Continuation { get; init; }
}

/// <summary>Asks for the wallets of one shard that are due at one tick of the schedule.</summary>
public sealed record ShardRequest : ISyncMessage<ShardRequest>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.ScheduleShards;

    public required int Version { get; init; }

    /// <summary>The shard, see <see cref="IWalletDirectory.FindShardsAsync"/>.</summary>
    public required string Shard { get; init; }

    /// <summary>The tick (UTC, millisecond precision). Runs of the tick are claimed at this instant, by which a delivery finds those of an earlier one.</summary>
    public required DateTimeOffset TickAt { get; init; }
}

/// <summary>Asks for the removal of everything about a wallet that is closed already.</summary>
public sealed record DeletionRequest : ISyncMessage<DeletionRequest>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.WalletDeletions;

    public required int Version { get; init; }

    /// <summary>Wallet address in canonical form.</summary>
    public required string Wallet { get; init; }

    public static DeletionRequest Of(string wallet) => new() { Version = CurrentVersion, Wallet = wallet };
}

/// <summary>A message that can never be processed: not JSON, an unknown version, too large, or with impossible content.</summary>
public sealed class MessageFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
