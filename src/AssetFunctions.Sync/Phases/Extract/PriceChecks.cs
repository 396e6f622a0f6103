using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Extract;

/// <summary>
/// Requests evidence for the prices of unvouched assets, in one call of the price provider, where a wallet has more of them than its bound admits. A
/// provider that cannot be called changes nothing: the last checks stand.
/// </summary>
/// <param name="provider">The price provider, or null when there is none.</param>
public sealed partial class PriceChecks(
    TrustTable trust,
    ITrustStore store,
    AssetCache cache,
    SpamRules spam,
    UnvouchedBound bound,
    ConfirmationRules rules,
    TimeProvider clock,
    ILogger<PriceChecks> logger,
    IPriceProvider? provider = null)
{
    /// <summary>Checks what has to be checked of a fetched wallet, and stores the results.</summary>
    /// <returns>The results that change what counts: confirmed prices, and those that are confirmed no more.</returns>
    public async Task<IReadOnlyList<CheckedPrice>> RunAsync(PositionSet positions, CancellationToken cancellationToken)
    {
        if (provider is null)
        {
            return [];
        }

        var decisions = await trust.GetAsync(cancellationToken);
        var claims = FindDue(positions, decisions);
        if (claims.Count == 0 || await FetchAsync(claims, cancellationToken) is not { } prices)
        {
            return [];
        }

        var quotes = prices.Quotes.ToDictionary(quote => quote.Key);
        var absent = prices.Absent.ToHashSet();
        var assets = await cache.GetManyAsync(claims.Keys, cancellationToken);
        var checks = claims
            .Where(claim => quotes.ContainsKey(claim.Key) || absent.Contains(claim.Key))
            .Select(claim => new CheckedPrice(
                claim.Key, rules.Decide(claim.Value, [.. EvidenceOf(quotes.GetValueOrDefault(claim.Key), assets.GetValueOrDefault(claim.Key)?.Market)])))
            .ToList();
        await store.SetConfirmationsAsync(checks.ToDictionary(check => check.Asset, check => check.Confirmation), cancellationToken);
        trust.Add(checks);
        Log.Checked(logger, checks.Count, checks.Count(check => check.Confirmation.Usd is not null), provider.Name);
        return [.. checks.Where(check => check.Confirmation.Usd is not null || decisions.Find(check.Asset)?.Confirmation?.Usd is not null)];
    }

    /// <summary>Adds checks to the messages of a run, so that every stage knows them at once; where one has no room, its stage reads them within a minute.</summary>
    public static IReadOnlyList<AssetsMessage> Attach(IReadOnlyList<AssetsMessage> chunks, IReadOnlyList<CheckedPrice> checks)
    {
        return checks.Count == 0 ? chunks : [.. chunks.Select(WithChecks)];

        AssetsMessage WithChecks(AssetsMessage message)
        {
            var larger = new AssetsMessage(message.Chunk with { Confirmations = checks });
            return ChunkPlanner.Fits(larger) ? larger : message;
        }
    }

    Dictionary<AssetKey, PriceClaim> FindDue(PositionSet positions, TrustSnapshot decisions)
    {
        var assets = positions.Rows.GroupBy(row => row.Asset)
            .Select(rows => (Rows: rows, Trust: decisions.Find(rows.Key)))
            .Select(asset => (asset.Rows, asset.Trust, spam.Judge(asset.Rows.Key, AssetFacts.Of(asset.Rows.Select(row => row.Facts)), asset.Trust).State))
            .ToList();
        if (!assets.Exists(asset => asset.State == SpamState.Unknown))
        {
            return [];
        }

        var now = clock.GetWholeMilliseconds();
        decimal vouched = 0;
        decimal unvouched = 0;
        var claims = new List<(AssetKey Key, PriceConfirmation? Known, PriceClaim Claim)>();
        foreach (var (rows, entry, state) in assets)
        {
            var price = entry?.Override?.PriceUsd ?? rows.Select(row => row.PriceUsd).FirstOrDefault(usd => usd is not null);
            var held = rows.Sum(row => NetOf(row, price));
            vouched += state == SpamState.Verified ? held : 0;
            if (state != SpamState.Unknown || held <= 0)
            {
                continue;
            }

            unvouched += held;
            if (price is { } usd && entry?.Override?.PriceUsd is null)
            {
                claims.Add((rows.Key, entry?.Confirmation, new PriceClaim(positions.Provider, usd, held, now)));
            }
        }

        return unvouched <= bound.Of(vouched)
            ? []
            : claims.Where(claim => ConfirmationRules.IsDue(claim.Known, claim.Claim))
                .OrderBy(claim => claim.Known?.Usd is null)
                .ThenByDescending(claim => claim.Claim.ValueUsd)
                .Take(ExtractDefaults.MaxPriceChecks)
                .ToDictionary(claim => claim.Key, claim => claim.Claim);
    }

    static decimal NetOf(ProviderPosition row, decimal? price)
    {
        var usd = (price is { } one ? RawAmounts.Value(row.RawAmount, row.Decimals, one, row.Scale) : row.ValueUsd) ?? 0;
        return usd > Valuation.MaxPlausibleUsd ? 0 : PositionTypes.IsDebt(row.Type) ? -usd : usd;
    }

    async Task<PriceSet?> FetchAsync(Dictionary<AssetKey, PriceClaim> claims, CancellationToken cancellationToken)
    {
        try
        {
            var until = clock.GetUtcNow() + ExtractDefaults.PriceCheckTimeout;
            var result = await RunDeadline.CallUntilAsync(until, token => provider!.FetchPricesAsync(claims.Keys, token), clock, cancellationToken);
            if (result is ProviderResult.Served<PriceSet> served)
            {
                return served.Value;
            }

            Log.NotChecked(logger, claims.Count, provider!.Name, result?.Refusal ?? "it did not respond in time");
        }
        catch (ProviderException ex)
        {
            Log.NotChecked(logger, claims.Count, provider!.Name, ex.Message);
        }

        return null;
    }

    IEnumerable<PriceEvidence> EvidenceOf(PriceQuote? quote, MarketData? market)
    {
        yield return new PriceEvidence(provider!.Name) { Usd = quote?.Usd, Confidence = quote?.Confidence, LiquidityUsd = quote?.LiquidityUsd };
        if (market is not null)
        {
            yield return new PriceEvidence(market.Provider) { Market = market };
        }
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.PricesChecked, LogLevel.Debug, "Checked {Assets} prices of unvouched assets: {Confirmed} confirmed by {Provider}.")]
        public static partial void Checked(ILogger logger, int assets, int confirmed, string provider);

        [LoggerMessage(SyncEvents.PricesNotChecked, LogLevel.Information, "{Assets} prices of unvouched assets were not checked, so the last checks stand: {Provider}: {Reason}.")]
        public static partial void NotChecked(ILogger logger, int assets, string provider, string reason);
    }
}
