using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Messaging;

/// <summary>
/// A self-contained part of a run: some of the wallet's positions with everything the later stages need to know. It travels through Assets,
/// Prices and Positions while its tally grows.
/// </summary>
public sealed record Chunk
{
    public const int CurrentVersion = 1;

    // The generated reader gives init-only properties null where the JSON lacks them, whatever their initializer says.
    static readonly ChunkTally NoTally = new();

    public required SyncRun Run { get; init; }

    /// <summary>Index of the chunk in its run, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Position ids this chunk speaks for: whatever is stored in it but not listed here has left the wallet.</summary>
    public required PositionRange Range { get; init; }

    /// <summary>Fingerprint over identity and content of all positions of the chunk.</summary>
    public required string Digest { get; init; }

    /// <summary>The positions, sorted by id; at most <see cref="Runs.ExtractDefaults.MaxPositionsPerChunk"/>.</summary>
    public required IReadOnlyList<ProviderPosition> Positions { get; init; }

    /// <summary>Provider ids of rows of the run that could not be read; stored positions with these ids are kept.</summary>
    public IReadOnlyList<string> UnreadableRefs { get => field ?? []; init; } = [];

    /// <summary>What the stages so far did for the chunk.</summary>
    public ChunkTally Tally { get => field ?? NoTally; init; } = NoTally;
}

/// <summary>A chunk on its way to a stage.</summary>
public abstract class ChunkMessage(Chunk chunk)
{
    string? _text;

    public Chunk Chunk => chunk;

    public DatabaseUsage Used => chunk.Tally.Usage;

    /// <summary>Text of the message, encoded once: the text that was measured is the text that is sent.</summary>
    internal string Text => _text ??= MessageCodec.Encode(chunk);

    private protected Chunk WithUsage(DatabaseUsage used) => chunk with { Tally = chunk.Tally.WithUsage(used) };
}

/// <summary>A fetched chunk whose assets are to be registered.</summary>
public sealed class AssetsMessage(Chunk chunk) : ChunkMessage(chunk), ISyncMessage<AssetsMessage>, IMeteredMessage
{
    public static string Queue => QueueNames.SyncAssets;

    public IMeteredMessage WithUsed(DatabaseUsage used) => new AssetsMessage(WithUsage(used));
}

/// <summary>A chunk whose prices are to be updated.</summary>
public sealed class PricesMessage(Chunk chunk) : ChunkMessage(chunk), ISyncMessage<PricesMessage>, IMeteredMessage
{
    public static string Queue => QueueNames.SyncPrices;

    public IMeteredMessage WithUsed(DatabaseUsage used) => new PricesMessage(WithUsage(used));
}

/// <summary>A chunk whose positions are to be stored.</summary>
public sealed class PositionsMessage(Chunk chunk) : ChunkMessage(chunk), ISyncMessage<PositionsMessage>, IMeteredMessage
{
    public static string Queue => QueueNames.SyncPositions;

    public IMeteredMessage WithUsed(DatabaseUsage used) => new PositionsMessage(WithUsage(used));
}
