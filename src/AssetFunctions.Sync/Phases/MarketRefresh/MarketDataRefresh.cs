using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.MarketRefresh;

/// <summary>
/// Refreshes the market data of held assets within a few provider calls: first the assets that most syncs find in wallets, where the shared cache counts
/// them, then the oldest data, and among equals assets that were held most recently. Spam is left out. A run that is repeated or dies finds the rest
/// due, so a duplicate does little.
/// </summary>
/// <param name="provider">The provider of market data, or null when there is none.</param>
/// <param name="limiter">Counts the calls of a day, or null when there is no provider.</param>
public sealed partial class MarketDataRefresh(
    IMarketDataStore store,
    AssetCache cache,
    SpamRules spam,
    TrustTable trust,
    DatabaseMeter meter,
    IOptions<MarketRefreshOptions> options,
    TimeProvider clock,
    ILogger<MarketDataRefresh> logger,
    IMarketDataProvider? provider = null,
    IRateLimiter? limiter = null)
{
    readonly MarketRefreshOptions _options = options.Value;

    // Apart from the provider's own budgets, which the call counts against as well.
    readonly CallBudget _ownBudget = new() { PerDay = options.Value.CallsPerDay, MaxWait = TimeSpan.Zero };

    /// <summary>Runs one refresh. A failing provider ends it without an exception; the next run takes over.</summary>
    /// <exception cref="TransientStoreException">The registry cannot be read or written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_options.Enabled || provider is null || limiter is null)
        {
            return;
        }

        using var usage = meter.Begin();
        var groups = await ChooseAsync(provider.GroupsPerCall * _options.CallsPerRun, cancellationToken);
        var batches = new Stack<IGrouping<string, MarketDataCandidate>[]>(groups.Chunk(provider.GroupsPerCall).Reverse());
        var (calls, updated, unknown) = (0, 0, 0);
        while (calls < _options.CallsPerRun && batches.TryPop(out var batch))
        {
            if (await limiter.AcquireAsync($"{provider.Name}-market", _ownBudget, cancellationToken) is RateLimitDecision.Denied)
            {
                Log.Stopped(logger, provider.Name, "the day's budget of market data calls (Sync:MarketRefresh:CallsPerDay) is used up");
                break;
            }

            calls++;
            var result = await FetchAsync(provider, batch, cancellationToken);
            if (result is ProviderResult.Served<MarketDataSet> served)
            {
                var (stored, absent) = await StoreAsync(provider.Name, batch, served.Value, cancellationToken);
                (updated, unknown) = (updated + stored, unknown + absent);
            }
            else if (result is ProviderResult.Refused && batch.Length > 1 && calls < _options.CallsPerRun)
            {
                // One bad id makes the provider refuse all of them.
                batches.Push(batch[(batch.Length / 2)..]);
                batches.Push(batch[..(batch.Length / 2)]);
            }
            else if (result is ProviderResult.Refused refused)
            {
                Log.Refused(logger, provider.Name, batch.Length, refused.Reason);
                unknown += (await StoreAsync(provider.Name, batch, new MarketDataSet { Quotes = [] }, cancellationToken)).Unknown;
            }
            else
            {
                Log.Stopped(logger, provider.Name, result?.Refusal?.TrimEnd('.') ?? "the call failed");
                break;
            }
        }

        Log.Refreshed(logger, provider.Name, updated, unknown, calls, usage.Usage.Requests, usage.Usage.RequestUnits);
    }

    // Assets of one group share a call, since their market is one.
    async Task<IReadOnlyList<IGrouping<string, MarketDataCandidate>>> ChooseAsync(int groups, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var query = new MarketDataQuery(
            now - TimeSpan.FromDays(_options.HeldDays), now - TimeSpan.FromHours(_options.MinAgeHours), MarketRefreshDefaults.PageSize);
        var decisions = await trust.GetAsync(cancellationToken);
        var candidates = new List<MarketDataCandidate>();
        for (var pages = 0; pages < MarketRefreshDefaults.MaxPages; pages++)
        {
            var page = await store.ListDueAsync(query, cancellationToken);
            candidates.AddRange(page.Candidates.Where(candidate => spam.Judge(candidate.Asset, decisions.Find(candidate.Asset.Key)).State != SpamState.Spam));
            if (page.Continuation is null)
            {
                break;
            }

            query = query with { Continuation = page.Continuation };
        }

        var counts = (await cache.Shared.ReadMostHeldAsync(MarketRefreshDefaults.MaxRanked, cancellationToken)).ToDictionary(held => held.Key, held => held.Count);
        return
        [
            .. candidates
                .DistinctBy(candidate => candidate.Asset.Key)
                .OrderByDescending(candidate => counts.GetValueOrDefault(candidate.Asset.Key))
                .ThenBy(candidate => candidate.CheckedAt ?? DateTimeOffset.MinValue)
                .ThenByDescending(candidate => candidate.Asset.HeldAt)
                .ThenBy(candidate => candidate.Asset.Key)
                .GroupBy(candidate => candidate.Asset.Facts.GroupId!, StringComparer.Ordinal)
                .Take(groups),
        ];
    }

    async Task<ProviderResult?> FetchAsync(
        IMarketDataProvider from, IReadOnlyList<IGrouping<string, MarketDataCandidate>> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await from.FetchMarketDataAsync([.. batch.Select(group => group.Key)], cancellationToken);
        }
        catch (ProviderException ex)
        {
            Log.Failed(logger, from.Name, ex);
            return null;
        }
    }

    // A group without a quote counts as requested, unless the set was cut; otherwise it would come first in every run.
    async Task<(int Updated, int Unknown)> StoreAsync(
        string from, IReadOnlyList<IGrouping<string, MarketDataCandidate>> batch, MarketDataSet set, CancellationToken cancellationToken)
    {
        var now = clock.GetWholeMilliseconds();
        var quotes = set.Quotes.ToDictionary(quote => quote.GroupId, StringComparer.Ordinal);
        List<MarketDataUpdate> updates =
        [
            .. batch.Where(group => set.IncompleteReason is null || quotes.ContainsKey(group.Key))
                .SelectMany(group => group)
                .Select(candidate => UpdateOf(candidate, quotes.GetValueOrDefault(candidate.Asset.Facts.GroupId!), now, from)),
        ];
        var writes = new List<(MarketDataUpdate Update, AssetWrite Write)>(updates.Count);
        foreach (var network in updates.GroupBy(update => update.Candidate.Asset.Key.Network, StringComparer.Ordinal))
        {
            foreach (var part in network.Chunk(MarketRefreshDefaults.BatchSize))
            {
                writes.AddRange(part.Zip(await store.UpdateAsync(network.Key, part, cancellationToken)));
            }
        }

        writes.RemoveAll(one => one.Write.Status != AssetWriteStatus.Updated);
        await cache.SetMarketAsync(writes.Select(one => one.Write.Asset!), cancellationToken);
        var unknown = writes.Count(one => one.Update.Market is null);
        return (writes.Count - unknown, unknown);
    }

    static MarketDataUpdate UpdateOf(MarketDataCandidate candidate, MarketQuote? quote, DateTimeOffset now, string from)
    {
        var market = quote is null ? null : new MarketData(now, from)
        {
            CapUsd = quote.CapUsd,
            Volume24hUsd = quote.Volume24hUsd,
            Change24h = quote.Change24h,
            ListedSince = quote.ListedSince ?? candidate.Asset.Market?.ListedSince ?? candidate.Asset.Market?.AsOf ?? now,
        };
        return new MarketDataUpdate(candidate, now, market?.HasFigures == true ? market : null, quote?.Website);
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.MarketDataRefreshed, LogLevel.Information, "Refreshed market data from {Provider}: {Updated} assets updated, {Unknown} without figures, {Calls} calls, {Requests} database requests, {RequestUnits:0.#} request units.")]
        public static partial void Refreshed(ILogger logger, string provider, int updated, int unknown, int calls, int requests, double requestUnits);

        [LoggerMessage(SyncEvents.MarketDataStopped, LogLevel.Information, "Stopped the market data refresh from {Provider}; the next one takes over: {Reason}.")]
        public static partial void Stopped(ILogger logger, string provider, string reason);

        [LoggerMessage(LogLevel.Warning, "{Provider} refused market data of {Groups} assets: {Reason}")]
        public static partial void Refused(ILogger logger, string provider, int groups, string reason);

        [LoggerMessage(LogLevel.Warning, "The call to {Provider} for market data failed.")]
        public static partial void Failed(ILogger logger, string provider, Exception exception);
    }
}
