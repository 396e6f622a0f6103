using System.Net.Http.Headers;
using System.Text;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Positions of a wallet from Zerion's API, read row by row while the response arrives.</summary>
sealed class ZerionPositionProvider(
    IHttpClientFactory clients,
    IOptions<ZerionOptions> settings,
    ZerionCallBudget calls,
    TimeProvider timeProvider,
    ILogger<ZerionPositionProvider> logger) : IPositionProvider
{
    // Trash is asked for as well, because it is counted; protocol positions are hidden unless asked for.
    const string Query = "?currency=usd&filter[positions]=no_filter&filter[trash]=no_filter";

    readonly ZerionOptions _options = settings.Value;
    readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Value.ApiKey}:")));

    readonly PageClient _pages = new(ZerionDefaults.Source, settings.Value, calls, clients, timeProvider, logger);

    public string Name => ZerionDefaults.Name;

    /// <inheritdoc/>
    public async Task<SourceAnswer> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wallet);
        var collector = new PositionCollector(PositionRowReader.Read, PositionRowReader.ReadRef, links => links.Member("next"));
        var budget = new ByteBudget(_options.MaxResponseBytes);
        var asked = new HashSet<Uri>();
        for (Uri? page = FirstPage(wallet); page is not null; page = budget.Left > 0 ? NextPage(page, asked, collector) : null)
        {
            asked.Add(page);
            if (await _pages.ReadAsync(() => Request(page), collector, budget, asked.Count == 1, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return new SourceAnswer.Served<PositionSet>(_pages.Complete(wallet, collector));
    }

    Uri FirstPage(string wallet)
    {
        var root = _options.BaseAddress.AbsoluteUri.TrimEnd('/');
        return new Uri($"{root}/v1/wallets/{Uri.EscapeDataString(wallet.Trim())}/positions/{Query}{Sync}");
    }

    /// <summary>The page to read after this one, or null. Zerion states none today, so a link that leads astray is a gap and never followed.</summary>
    Uri? NextPage(Uri page, HashSet<Uri> asked, PositionCollector collector)
    {
        if (string.IsNullOrEmpty(collector.Next))
        {
            return null;
        }

        if (!Uri.TryCreate(page, collector.Next, out var next) || !SameHostRedirectHandler.IsSameHost(page, next))
        {
            collector.AddGap("the next page is on another host");
            return null;
        }

        if (asked.Contains(next) || asked.Count >= _options.MaxPages)
        {
            collector.AddGap(asked.Contains(next) ? "the pages link in a circle" : $"there are more pages than Zerion:MaxPages ({_options.MaxPages})");
            return null;
        }

        return next;
    }

    string Sync => _options.Sync is { } sync ? $"&sync={(sync ? "true" : "false")}" : string.Empty;

    HttpRequestMessage Request(Uri page)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Authorization = _authorization;
        if (_options.Testnets)
        {
            request.Headers.Add("X-Env", "testnet");
        }

        return request;
    }
}
