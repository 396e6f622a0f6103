using System.Net.Http.Headers;
using System.Text.Json;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>A wallet's tokens from Alchemy's Portfolio API: no protocol positions, only <c>Alchemy:Networks</c>. Its sets are therefore narrow.</summary>
sealed class AlchemyPositionProvider(
    IHttpClientFactory clients,
    IOptions<AlchemyOptions> settings,
    AlchemyCallBudget calls,
    TimeProvider timeProvider,
    ILogger<AlchemyPositionProvider> logger) : IPositionProvider
{
    readonly AlchemyOptions _options = settings.Value;
    readonly Uri _resource = new($"{settings.Value.BaseAddress.AbsoluteUri.TrimEnd('/')}/data/v1/{settings.Value.ApiKey}/assets/tokens/by-address");
    readonly PageClient _pages = new(AlchemyDefaults.Provider, settings.Value, calls, clients, timeProvider, logger);

    public string Name => AlchemyDefaults.Name;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wallet);
        var address = wallet.Trim();
        var isSolana = !address.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var networks = _options.NetworkNames().Where(network => AlchemyNetworks.IsSolana(network) == isSolana).ToList();
        if (networks.Count == 0)
        {
            return new ProviderResult.Refused($"Alchemy:Networks names no {(isSolana ? "Solana" : "EVM")} network, so Alchemy is not called for this wallet.");
        }

        var collector = new RowCollector<ProviderPosition>(PositionSets.Kind, TokenRowReader.Read, TokenRowReader.ReadRef, key => key);
        var fetch = new Fetch(address, collector, new ByteBudget(_options.MaxResponseBytes));
        foreach (var group in networks.Chunk(AlchemyDefaults.NetworksPerCall))
        {
            if (await ReadNetworksAsync(fetch, group, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        _pages.ReportGaps(wallet, collector);
        return new ProviderResult.Served<PositionSet>(collector.ToSet(Name) with { IsNarrow = true });
    }

    async Task<ProviderResult?> ReadNetworksAsync(Fetch fetch, string[] networks, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? key = null;
        do
        {
            if (fetch.Bytes.Left <= 0 || fetch.Pages == _options.MaxPages)
            {
                fetch.Collector.AddGap(fetch.Bytes.Left <= 0
                    ? $"the responses exceed Alchemy:MaxResponseBytes ({_options.MaxResponseBytes} bytes)"
                    : $"there are more pages than Alchemy:MaxPages ({_options.MaxPages})");
                return null;
            }

            var body = Body(fetch.Wallet, networks, key);
            if (await _pages.ReadAsync(() => Request(body), fetch.Collector, fetch.Bytes, fetch.Pages++ == 0, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            key = fetch.Collector.Next;
            if (!string.IsNullOrEmpty(key) && !seen.Add(key))
            {
                fetch.Collector.AddGap("the pages link in a circle");
                return null;
            }
        }
        while (!string.IsNullOrEmpty(key));
        return null;
    }

    HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _resource)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Options.Set(ResilienceHandler.IsRead, true);
        return request;
    }

    static byte[] Body(string wallet, string[] networks, string? pageKey)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("addresses"u8);
            json.WriteStartObject();
            json.WriteString("address"u8, wallet);
            json.WriteStartArray("networks"u8);
            foreach (var network in networks)
            {
                json.WriteStringValue(network);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            if (pageKey is not null)
            {
                json.WriteString("pageKey"u8, pageKey);
            }

            json.WriteEndObject();
        }

        return body.ToArray();
    }

    sealed class Fetch(string wallet, RowCollector<ProviderPosition> collector, ByteBudget bytes)
    {
        public string Wallet { get; } = wallet;

        public RowCollector<ProviderPosition> Collector { get; } = collector;

        public ByteBudget Bytes { get; } = bytes;

        public int Pages { get; set; }
    }
}
