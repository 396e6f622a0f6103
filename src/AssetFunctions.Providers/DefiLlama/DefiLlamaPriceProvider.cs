using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Current prices from DefiLlama, at most 150 assets and 8 KiB of URL per call.</summary>
sealed partial class DefiLlamaPriceProvider(
    IHttpClientFactory clients,
    IOptions<DefiLlamaOptions> settings,
    DefiLlamaCallBudget budget,
    TimeProvider timeProvider,
    ILogger<DefiLlamaPriceProvider> logger,
    INetworkCatalog? networks = null) : IPriceProvider
{
    const string Subject = "batch of prices";

    readonly DefiLlamaOptions _options = settings.Value;
    readonly ProviderCalls _calls = new(DefiLlamaDefaults.Provider, settings.Value, budget, clients, timeProvider);
    readonly BodyReader _bodies = new(DefiLlamaDefaults.Provider, settings.Value, timeProvider);
    readonly string _root = settings.Value.Root;
    readonly string _query = $"?searchWidth={settings.Value.SearchWidthHours}h";

    public string Name => DefiLlamaDefaults.Name;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchPricesAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken)
    {
        var fetch = new PriceFetch(assets, DefiLlamaDefaults.MaxUrlBytes - _root.Length - _query.Length, await FurtherEvmNetworksAsync(assets, cancellationToken));
        while (fetch.Next() is { } ids)
        {
            if (await CallAsync(fetch, ids, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        if (fetch.Gap is { } reason)
        {
            Log.Incomplete(logger, reason);
        }

        return new ProviderResult.Served<PriceSet>(fetch.ToSet());
    }

    // The list of networks costs a provider call a day, so it is read only for a coin that has no id without it.
    async Task<IReadOnlySet<string>?> FurtherEvmNetworksAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken) =>
        networks is not null && assets.Any(asset => asset.ContractAddress == AssetIdentity.Native && DefiLlamaIds.Of(asset) is null)
            ? (await networks.ListAsync(cancellationToken)).Values.Where(network => network.IsEvm).Select(network => network.Slug).ToHashSet(StringComparer.Ordinal)
            : null;

    // Prices served before a failure are kept.
    async Task<ProviderResult?> CallAsync(PriceFetch fetch, string[] ids, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = await _calls.SendAsync(
                () => new HttpRequestMessage(HttpMethod.Get, new Uri($"{_root}{string.Join(',', ids)}{_query}")),
                Subject,
                response => ReadAsync(response, fetch, ids, cancellationToken),
                cancellationToken);
            ProviderLog.Refused(logger, refusal);
            switch (refusal)
            {
                case null:
                case ProviderResult.Refused when fetch.TrySplit(ids):
                    return null;
                case ProviderResult.Throttled throttled when fetch.HasServed:
                    fetch.Stop(throttled.Reason, throttled.RetryAfter);
                    return null;
                case ProviderResult.NotReady notReady when fetch.HasServed:
                    fetch.Stop(notReady.Reason, notReady.RetryAfter);
                    return null;
                case ProviderResult.Refused refused when fetch.HasServed:
                    fetch.Stop(refused.Reason);
                    return null;
                default:
                    return refusal;
            }
        }
        catch (ProviderException ex) when (fetch.HasServed)
        {
            fetch.Stop(ex.Message);
            return null;
        }
    }

    async Task ReadAsync(HttpResponseMessage response, PriceFetch fetch, string[] ids, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var reader = new CoinReader((decimal)_options.MinConfidence, now, now - TimeSpan.FromHours(_options.SearchWidthHours) - DefiLlamaDefaults.MaxAhead);
        using var body = new MemoryStream();
        var cut = await _bodies.ReadAsync(response, body, cancellationToken);
        if (fetch.Take(ids, body.GetBuffer().AsSpan(0, (int)body.Length), reader) is not { } gap)
        {
            return;
        }

        if (!fetch.HasServed)
        {
            throw new ProviderException(
                $"DefiLlama at {_options.BaseAddress} sent no readable response: {cut ?? gap}. Check DefiLlama:BaseAddress if this persists.");
        }

        fetch.Stop(cut ?? gap);
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "DefiLlama served only some of the prices; the rest are left for a later call: {Reason}")]
        public static partial void Incomplete(ILogger logger, string reason);
    }
}
