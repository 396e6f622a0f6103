using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.Prices;

/// <summary>
/// Updates stale prices in the registry with the prices in the chunk, and values the chunk at the registry's prices. Where a price refresh runs, only
/// prices that it left too old.
/// </summary>
/// <param name="refresh">Settings of the price refresh, or null when there is none.</param>
/// <param name="provider">The price provider of the refresh, or null when there is none.</param>
/// <param name="warming">Fills the cache at the first message, or null to leave it to the lookups.</param>
public sealed partial class PricesPhase(
    AssetCache cache,
    SpamRules spam,
    TrustTable trust,
    IOptions<PricingOptions> options,
    ILogger<PricesPhase> logger,
    IOptions<PriceRefreshOptions>? refresh = null,
    IPriceProvider? provider = null,
    CacheWarming? warming = null) : IPhase<PricesMessage>
{
    readonly PriceRules _rules = options.Value.ToRules(spam, provider is not null && refresh?.Value.Enabled is true ? PricingDefaults.LateThresholds : 1);

    public async Task<PhaseOutcome> RunAsync(PricesMessage message, PhaseContext context, CancellationToken cancellationToken)
    {
        warming?.Start();
        var chunk = message.Chunk;
        trust.Add(chunk.Confirmations);
        var decisions = await trust.GetAsync(cancellationToken);
        var observations = chunk.Positions
            .GroupBy(position => position.Asset)
            .Select(positions => Observe(positions, chunk.Run, decisions.Find(positions.Key)))
            .ToList();
        var writes = await cache.UpdatePricesAsync(observations, _rules, cancellationToken);
        var assets = writes.Where(write => write.Asset is not null).ToDictionary(write => write.Key, write => write.Asset!);
        // An update without an observed price changed only facts.
        var updated = writes.Zip(observations).Count(pair => pair.First.Status == AssetWriteStatus.Updated && pair.Second.Usd is not null);
        var unknown = writes.Count(write => write.Asset?.Price is null);
        var tally = ChunkValuation.Of(chunk.Positions.Select(position => position.Held), assets.GetValueOrDefault, spam, decisions) with
        {
            PricesUpdated = updated,
            PricesFresh = writes.Count - updated - unknown,
            PricesUnknown = unknown,
        };
        Log.Priced(logger, chunk.Run.Wallet, chunk.Run.RunId, chunk.Index, tally.PricesUpdated, tally.PricesFresh, tally.PricesUnknown);
        return new PhaseOutcome.Completed([new PositionsMessage(chunk with { Tally = chunk.Tally + tally })]);
    }

    // Spam has no value, and the price refresh leaves it out, so every sync would find its price too old.
    PriceObservation Observe(IGrouping<AssetKey, ProviderPosition> positions, SyncRun run, AssetTrust? decision)
    {
        var priced = positions.FirstOrDefault(position => position.PriceUsd is not null) ?? positions.First();
        var facts = AssetFacts.Of([priced.Facts, .. positions.Select(position => position.Facts)]);
        var usd = spam.Judge(positions.Key, facts, decision).State == SpamState.Spam ? null : priced.PriceUsd;
        return new PriceObservation(positions.Key, usd, run.StartedAt, run.Provider, facts) { IsHeld = true };
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.Priced, LogLevel.Debug, "Priced {Wallet} run {RunId} chunk {Chunk}: {Updated} updated, {Fresh} fresh, {Unknown} unknown.")]
        public static partial void Priced(ILogger logger, string wallet, string runId, int chunk, int updated, int fresh, int unknown);
    }
}
