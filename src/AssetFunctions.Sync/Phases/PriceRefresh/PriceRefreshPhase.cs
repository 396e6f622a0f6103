using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>
/// Refreshes the prices of some pages of a network's held assets from the price provider, and requests the next pages. Neither fresh prices nor spam need
/// a provider call, so a duplicate request does little.
/// </summary>
/// <param name="provider">The price provider, or null when there is none.</param>
public sealed partial class PriceRefreshPhase(
    IPricePages pages,
    AssetCache cache,
    PriceCallFilter calls,
    SpamRules spam,
    TrustTable trust,
    IOptions<PriceRefreshOptions> options,
    IOptions<PricingOptions> pricing,
    TimeProvider clock,
    ILogger<PriceRefreshPhase> logger,
    IPriceProvider? provider = null) : IPhase<PriceRefreshRequest>
{
    readonly PriceRefreshOptions _options = options.Value;
    readonly TimeSpan _threshold = options.Value.Threshold(pricing.Value);
    readonly PriceRules _rules = pricing.Value.ToRules(spam);

    public async Task<PhaseOutcome> RunAsync(PriceRefreshRequest message, PhaseContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!_options.Enabled)
        {
            return GiveUp(message, "it is disabled");
        }

        if (now - message.PlannedAt >= TimeSpan.FromSeconds(_options.MaxAgeSeconds))
        {
            return GiveUp(message, "it is too old");
        }

        var query = new HeldPricesQuery(
            message.Network, _options.HeldSince(now), now - _threshold, message.PlannedAt, _options.PageSize, message.Continuation);
        HeldPrices held;
        try
        {
            held = await pages.ReadAsync(query, cancellationToken);
        }
        catch (InvalidContinuationException)
        {
            return new PhaseOutcome.Rejected("'continuation' does not identify a page of the registry");
        }

        return await RefreshAsync(message, held, context, cancellationToken);
    }

    async Task<PhaseOutcome> RefreshAsync(PriceRefreshRequest message, HeldPrices held, PhaseContext context, CancellationToken cancellationToken)
    {
        var decisions = await trust.GetAsync(cancellationToken);
        IReadOnlyList<AssetKey> wanted = provider is null ? [] : await calls.ClaimAsync(held.Due.Where(key => !IsSpam(held, key, decisions)), cancellationToken);
        if (provider is not { } from || wanted.Count == 0)
        {
            await pages.WriteAsync(held, [], _rules, cancellationToken);
            return Next(message, held);
        }

        try
        {
            return await from.FetchPricesAsync(wanted, cancellationToken) switch
            {
                ProviderResult.Served<PriceSet> served => await StoreAsync(message, held, wanted, from.Name, served.Value, context, cancellationToken),
                ProviderResult.NotReady notReady => Defer(message, notReady.RetryAfter, notReady.Reason),
                ProviderResult.Throttled throttled => Defer(message, throttled.RetryAfter, throttled.Reason),
                ProviderResult.Refused refused => GiveUp(message, refused.Reason),
                ProviderResult.Unauthorized unauthorized => GiveUp(message, unauthorized.Reason),
                var result => throw new InvalidOperationException($"Unknown fetch result {result.GetType().Name}."),
            };
        }
        finally
        {
            calls.Release(wanted);
        }
    }

    async Task<PhaseOutcome> StoreAsync(
        PriceRefreshRequest message, HeldPrices held, IReadOnlyList<AssetKey> wanted, string from, PriceSet prices, PhaseContext context,
        CancellationToken cancellationToken)
    {
        var writes = await pages.WriteAsync(
            held,
            [.. prices.Quotes.Select(quote => new PriceObservation(quote.Key, quote.Usd, quote.AsOf, from) { Confidence = quote.Confidence })],
            _rules,
            cancellationToken);
        await cache.SetPricesAsync(writes, cancellationToken);
        var unchanged = writes.Where(write => write.Status != AssetWriteStatus.Updated).Select(write => write.Key).ToList();
        var isComplete = prices.IncompleteReason is null;
        // In a complete set, an asset that is neither priced nor absent had an invalid price; in an incomplete one, it may not have been requested.
        var invalid = isComplete ? wanted.Except(prices.Absent).Except(prices.Quotes.Select(quote => quote.Key)) : [];
        await calls.SettleAsync(prices.Absent, [.. unchanged, .. invalid], _threshold * PriceRefreshDefaults.UnchangedShare, cancellationToken);
        Log.Refreshed(
            logger, message.Network, from, writes.Count - unchanged.Count, unchanged.Count, prices.Absent.Count, prices.Skipped, context.Usage.Usage.Requests);
        return isComplete
            ? Next(message, held)
            : Defer(message, prices.RetryAfter ?? PriceRefreshDefaults.RestDelay, prices.IncompleteReason!);
    }

    bool IsSpam(HeldPrices held, AssetKey key, TrustSnapshot decisions) =>
        held.Facts.TryGetValue(key, out var facts) && spam.Judge(key, facts, decisions.Find(key)).State == SpamState.Spam;

    static PhaseOutcome Next(PriceRefreshRequest message, HeldPrices held) =>
        held.Continuation is null ? PhaseOutcome.Done : new PhaseOutcome.Completed([message with { Continuation = held.Continuation }]);

    // A refresh that would run too late is left to the next tick; otherwise a day without quota would pile up a day's ticks.
    PhaseOutcome Defer(PriceRefreshRequest message, TimeSpan delay, string why)
    {
        var left = message.PlannedAt + TimeSpan.FromSeconds(_options.MaxAgeSeconds) - clock.GetUtcNow();
        return delay < left ? new PhaseOutcome.Deferred(delay, why, message) : GiveUp(message, why);
    }

    PhaseOutcome GiveUp(PriceRefreshRequest message, string why)
    {
        Log.GivenUp(logger, message.Network, message.PlannedAt, why);
        return PhaseOutcome.Done;
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.PricesRefreshed, LogLevel.Information, "Refreshed prices of {Network} from {Provider}: {Updated} updated, {Unchanged} unchanged, {Absent} not priced, {Skipped} invalid, {Requests} database requests.")]
        public static partial void Refreshed(ILogger logger, string network, string provider, int updated, int unchanged, int absent, int skipped, int requests);

        [LoggerMessage(SyncEvents.PriceRefreshGivenUp, LogLevel.Warning, "Dropped the price refresh of {Network} planned at {PlannedAt:u}; the next one takes over: {Reason}.")]
        public static partial void GivenUp(ILogger logger, string network, DateTimeOffset plannedAt, string reason);
    }
}
