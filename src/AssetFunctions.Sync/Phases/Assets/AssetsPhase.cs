using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Assets;

/// <summary>Registers every asset of a chunk in the global registry, once for the whole platform.</summary>
/// <param name="warming">Fills the cache at the first message, or null to leave it to the lookups.</param>
public sealed partial class AssetsPhase(AssetCache cache, ILogger<AssetsPhase> logger, CacheWarming? warming = null) : IPhase<AssetsMessage>
{
    public async Task<PhaseOutcome> RunAsync(AssetsMessage message, PhaseContext context, CancellationToken cancellationToken)
    {
        warming?.Start();
        var chunk = message.Chunk;
        var candidates = chunk.Positions
            .GroupBy(position => position.Asset)
            .Select(positions => Candidate([.. positions], chunk))
            .ToList();
        var writes = await cache.FindOrCreateManyAsync(candidates, cancellationToken);
        foreach (var refused in writes.Where(write => write.Status == AssetWriteStatus.Refused))
        {
            Log.Refused(logger, refused.Key, refused.Reason ?? "no reason given");
        }

        var created = writes.Count(write => write.Status == AssetWriteStatus.Created || (context.Delivery > 1 && IsOwn(write, chunk)));
        var tally = new ChunkTally
        {
            AssetsCreated = created,
            AssetsFound = writes.Count(write => write.Status is AssetWriteStatus.Created or AssetWriteStatus.Found) - created,
            AssetsRefused = writes.Count(write => write.Status == AssetWriteStatus.Refused),
        };
        Log.Registered(logger, chunk.Run.Wallet, chunk.Run.RunId, chunk.Index, tally.AssetsCreated, tally.AssetsFound);
        return new PhaseOutcome.Completed([new PricesMessage(chunk with { Tally = chunk.Tally + tally })]);
    }

    // An earlier delivery may have created an asset without a response of the database.
    static bool IsOwn(AssetWrite write, Chunk chunk) => write.Status == AssetWriteStatus.Found && write.Asset?.CreatedAt == CreatedAt(chunk);

    // Fetch times are whole milliseconds; the digits below distinguish the chunks of a run.
    static DateTimeOffset CreatedAt(Chunk chunk) => chunk.Run.StartedAt.AddTicks(chunk.Index + 1);

    static Asset Candidate(IReadOnlyList<ProviderPosition> positions, Chunk chunk) => new()
    {
        Key = positions[0].Asset,
        Facts = AssetFacts.Of(positions.Select(position => position.Facts)),
        Price = positions[0].PriceUsd is { } usd ? new AssetPrice(usd, chunk.Run.StartedAt, chunk.Run.Provider) : null,
        CreatedAt = CreatedAt(chunk),
        UpdatedAt = chunk.Run.StartedAt,
        HeldAt = chunk.Run.StartedAt,
    };

    static partial class Log
    {
        [LoggerMessage(SyncEvents.AssetsRegistered, LogLevel.Debug, "Registered assets of {Wallet} run {RunId} chunk {Chunk}: {Created} created, {Found} found.")]
        public static partial void Registered(ILogger logger, string wallet, string runId, int chunk, int created, int found);

        [LoggerMessage(SyncEvents.AssetRefused, LogLevel.Warning, "The registry refused asset {Asset}: {Reason}.")]
        public static partial void Refused(ILogger logger, AssetKey asset, string reason);
    }
}
