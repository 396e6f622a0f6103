using System.Text.Json.Serialization;
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

/// <summary>A message type of one queue. The type determines the queue, so that sender, trigger and phase agree.</summary>
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
/// Requests one sync of one wallet. It is plain JSON, so that any service can send it:
/// <c>{"version":1,"wallet":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"}</c>.
/// </summary>
public sealed record SyncRequest : ISyncMessage<SyncRequest>, IMeteredMessage
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.SyncRequests;

    /// <summary>Format of the message: an older one than <see cref="CurrentVersion"/> is rejected, a newer one waits for a newer release.</summary>
    public required int Version { get; init; }

    /// <summary>Wallet address: EVM <c>0x</c> and 40 hexadecimal digits in any case, or Solana base58.</summary>
    public required string Wallet { get; init; }

    /// <summary>Run id, at most 64 characters of <c>[A-Za-z0-9_-]</c>; defaults to the queue message's id.</summary>
    public string? RunId { get; init; }

    /// <summary>Whether the run also fetches the wallet's transactions; defaults to setting <c>Sync:Transactions:Enabled</c>.</summary>
    public bool? Transactions { get; init; }

    /// <summary>
    /// Slugs of the networks whose positions are stored; absent or empty means all. Stored positions on other networks are removed from the
    /// wallet.
    /// </summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>When the provider first reported that it is still preparing the wallet (UTC); set by the pipeline.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>
    /// When the wallet must have been fetched (UTC), e.g. <c>"deadline":"2026-03-01T12:00:00Z"</c>; otherwise the run fails. Defaults to
    /// <see cref="Runs.ExtractOptions.DeadlineSeconds"/>.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// Start of the time budget of a run without a deadline (UTC): when the request was first received, moved forward by the time spent waiting for
    /// quota. Set by the pipeline.
    /// </summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>
    /// When the run was requested (UTC), on a request that was deferred or sent again; set by the pipeline. For such a request, the wallet's
    /// state is read first to see whether the run is still needed.
    /// </summary>
    [JsonPropertyName("requestedAt")]
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>What earlier deliveries of the request used of the database; set by the pipeline itself.</summary>
    public DatabaseUsage? Usage { get; init; }

    DatabaseUsage IMeteredMessage.Used => Usage ?? default;

    IMeteredMessage IMeteredMessage.WithUsed(DatabaseUsage used) => this with { Usage = used };
}

/// <summary>Requests a price refresh for one page of a network's held assets.</summary>
public sealed record PriceRefreshRequest : ISyncMessage<PriceRefreshRequest>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.PriceRefresh;

    /// <summary>Format of the message: an older one than <see cref="CurrentVersion"/> is rejected, a newer one waits for a newer release.</summary>
    public required int Version { get; init; }

    /// <summary>Network slug as in the registry.</summary>
    public required string Network { get; init; }

    /// <summary>When the refresh was due (UTC). A refresh deferred for too long is dropped in favor of later ones.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>Continuation of the registry page, or null for the first page.</summary>
    public string? Continuation { get; init; }
}

/// <summary>Requests runs for the wallets of one shard that are due at a tick of the schedule.</summary>
public sealed record ShardRequest : ISyncMessage<ShardRequest>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.ScheduleShards;

    public required int Version { get; init; }

    /// <summary>The shard, see <see cref="IWalletDirectory.FindShardsAsync"/>.</summary>
    public required string Shard { get; init; }

    /// <summary>The tick (UTC, millisecond precision). It is the claim time of the tick's runs, so that a redelivery finds them.</summary>
    public required DateTimeOffset TickAt { get; init; }
}

/// <summary>Requests the removal of all documents of a closed wallet.</summary>
public sealed record DeletionRequest : ISyncMessage<DeletionRequest>
{
    public const int CurrentVersion = 1;

    public static string Queue => QueueNames.WalletDeletions;

    public required int Version { get; init; }

    /// <summary>Wallet address in canonical form.</summary>
    public required string Wallet { get; init; }

    public static DeletionRequest Of(string wallet) => new() { Version = CurrentVersion, Wallet = wallet };
}

/// <summary>Thrown for a message that can never be processed: not JSON, an unknown version, too large, or with invalid content.</summary>
public class MessageFormatException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Thrown for a message of a later version than this one reads. An instance of a newer release can process it.</summary>
public sealed class NewerMessageException(int version, Exception innerException)
    : MessageFormatException($"the message has version {version}, which only a newer release reads", innerException);
