using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Market data from Zerion's fungibles, 25 per call. The last part of a day's or month's quota is left to wallets.</summary>
sealed class ZerionMarketDataProvider(
    IHttpClientFactory clients,
    IOptions<ZerionOptions> settings,
    ZerionCallBudget calls,
    TimeProvider timeProvider,
    ILogger<ZerionMarketDataProvider> logger) : IMarketDataProvider
{
    const string Kind = "market data";

    readonly ZerionApi _api = new(settings.Value);
    readonly PageClient _pages = new(ZerionDefaults.Provider, settings.Value, calls, clients, timeProvider, logger);

    public string Name => ZerionDefaults.Name;

    public int GroupsPerCall => ZerionDefaults.FungiblesPerCall;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchMarketDataAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups.Count, GroupsPerCall, nameof(groups));
        cancellationToken.ThrowIfCancellationRequested();
        var ids = groups.Where(IsRequestable).Select(Uri.EscapeDataString).ToList();
        if (ids.Count == 0)
        {
            return new ProviderResult.Served<MarketDataSet>(new MarketDataSet { Quotes = [] });
        }

        if (calls.TimeReserved is { } reserved)
        {
            return new ProviderResult.Throttled(reserved, "The rest of Zerion's quota is left to wallets.");
        }

        var rows = new RowCollector<MarketQuote>(Kind, MarketRowReader.Read, MarketRowReader.ReadRef, ZerionApi.Next) { Subject = "batch of market data" };
        var page = _api.Resource("fungibles", $"?currency=usd&page[size]={ZerionDefaults.FungiblesPerCall}&filter[fungible_ids]={string.Join(',', ids)}");
        var refusal = await _pages.ReadAsync(() => _api.Get(page), rows, new ByteBudget(settings.Value.MaxResponseBytes), isFirst: true, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var requested = groups.ToHashSet(StringComparer.Ordinal);
        return new ProviderResult.Served<MarketDataSet>(new MarketDataSet
        {
            Quotes = [.. rows.Rows.Where(quote => requested.Contains(quote.GroupId)).DistinctBy(quote => quote.GroupId, StringComparer.Ordinal)],
            IncompleteReason = rows.IncompleteReason,
        });
    }

    // One id that Zerion cannot have would fail the whole call. The ids in a list are separated by commas.
    static bool IsRequestable(string id) => id.Length is > 0 and <= ZerionDefaults.MaxFungibleId && !id.Contains(',', StringComparison.Ordinal);
}
