using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Messaging;

/// <summary>
/// A self-contained part of a run: some of the wallet's positions with everything the later stages need. It passes through Assets, Prices and
/// Positions, and each stage adds to its tally.
/// </summary>
public sealed record Chunk
{
    public const int CurrentVersion = 1;

    // The generated reader sets init-only properties to null when the JSON lacks them, even if they have an initializer.
    static readonly ChunkTally NoTally = new();

    public required SyncRun Run { get; init; }

    /// <summary>Index of the chunk in its run, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Range of position ids of this chunk. A stored position in the range that the chunk does not list has left the wallet.</summary>
    public required PositionRange Range { get; init; }

    /// <summary>Fingerprint over identity and content of all positions of the chunk.</summary>
    public required string Digest { get; init; }

    /// <summary>The positions, sorted by id; at most <see cref="MessageLimits.MaxPositions"/>.</summary>
    public required IReadOnlyList<ProviderPosition> Positions { get; init; }

    /// <summary>Provider ids of the run's unreadable rows; stored positions with these ids are kept.</summary>
    public IReadOnlyList<string> UnreadableRefs { get => field ?? []; init; } = [];

    /// <summary>Price checks of this run, so that every stage of it knows them at once.</summary>
    public IReadOnlyList<CheckedPrice> Confirmations { get => field ?? []; init; } = [];

    /// <summary>Counts of the stages so far.</summary>
    public ChunkTally Tally { get => field ?? NoTally; init; } = NoTally;
}

/// <summary>Sends a chunk to a stage.</summary>
public abstract class ChunkMessage(Chunk chunk)
{
    string? _text;

    public Chunk Chunk => chunk;

    public DatabaseUsage Used => chunk.Tally.Usage;

    /// <summary>Text of the message, encoded once, so that the measured text is the one that is sent.</summary>
    internal string Text => _text ??= MessageCodec.Encode(chunk);

    private protected Chunk WithUsage(DatabaseUsage used) => chunk with { Tally = chunk.Tally.WithUsage(used) };
}

/// <summary>A fetched chunk, to register its assets.</summary>
public sealed class AssetsMessage(Chunk chunk) : ChunkMessage(chunk), ISyncMessage<AssetsMessage>, IMeteredMessage
{
    public static string Queue => QueueNames.SyncAssets;

    public IMeteredMessage WithUsed(DatabaseUsage used) => new AssetsMessage(WithUsage(used));
}

/// <summary>A chunk, to update its prices.</summary>
public sealed class PricesMessage(Chunk chunk) : ChunkMessage(chunk), ISyncMessage<PricesMessage>, IMeteredMessage
{
    public static string Queue => QueueNames.SyncPrices;

    public IMeteredMessage WithUsed(DatabaseUsage used) => new PricesMessage(WithUsage(used));
}

/// <summary>A chunk, to store its positions.</summary>
public sealed class PositionsMessage(Chunk chunk) : ChunkMessage(chunk), ISyncMessage<PositionsMessage>, IMeteredMessage
{
    public static string Queue => QueueNames.SyncPositions;

    public IMeteredMessage WithUsed(DatabaseUsage used) => new PositionsMessage(WithUsage(used));
}
