using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>A wallet's positions from Zerion's API, read row by row as the response arrives.</summary>
sealed class ZerionPositionProvider(
    IHttpClientFactory clients,
    IOptions<ZerionOptions> settings,
    ZerionCallBudget calls,
    TimeProvider timeProvider,
    ILogger<ZerionPositionProvider> logger) : IPositionProvider
{
    // Trash is requested because skipped rows are counted; protocol positions are hidden by default.
    const string Query = "?currency=usd&filter[positions]=no_filter&filter[trash]=no_filter";

    readonly ZerionOptions _options = settings.Value;
    readonly ZerionApi _api = new(settings.Value);
    readonly PageClient _pages = new(ZerionDefaults.Provider, settings.Value, calls, clients, timeProvider, logger);

    public string Name => ZerionDefaults.Name;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wallet);
        var rows = new RowCollector<ProviderPosition>(PositionSets.Kind, PositionRowReader.Read, PositionRowReader.ReadRef, ZerionApi.Next);
        var budget = new ByteBudget(_options.MaxResponseBytes);
        var requested = new HashSet<Uri>();
        for (Uri? page = _api.WalletResource(wallet, "positions", Query + Sync); page is not null; page = budget.Left > 0 ? NextPage(page, requested, rows) : null)
        {
            requested.Add(page);
            if (await _pages.ReadAsync(() => _api.Get(page), rows, budget, requested.Count == 1, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        _pages.ReportGaps(wallet, rows);
        return new ProviderResult.Served<PositionSet>(rows.ToSet(Name));
    }

    Uri? NextPage(Uri page, HashSet<Uri> requested, RowCollector<ProviderPosition> rows)
    {
        if (ZerionApi.NextPage(page, requested, rows) is not { } next)
        {
            return null;
        }

        if (requested.Count >= _options.MaxPages)
        {
            rows.AddGap($"there are more pages than Zerion:MaxPages ({_options.MaxPages})");
            return null;
        }

        return next;
    }

    string Sync => _options.Sync is { } sync ? $"&sync={(sync ? "true" : "false")}" : string.Empty;
}
