using System.Globalization;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>A wallet's transactions from Zerion's API, one page per call, read row by row. A page's cursor is the URL that Zerion links.</summary>
sealed class ZerionTransactionProvider(
    IHttpClientFactory clients,
    IOptions<ZerionOptions> settings,
    ZerionCallBudget calls,
    TimeProvider timeProvider,
    ILogger<ZerionTransactionProvider> logger) : ITransactionProvider
{
    const string Kind = "transactions";

    // Trash is no_filter by default here but not for positions, so it is explicit.
    static readonly string Query = $"?currency=usd&page[size]={ZerionDefaults.TransactionsPerPage}&filter[trash]=no_filter";

    readonly ZerionApi _api = new(settings.Value);
    readonly PageClient _pages = new(ZerionDefaults.Provider, settings.Value, calls, clients, timeProvider, logger);

    public string Name => ZerionDefaults.Name;

    /// <inheritdoc/>
    public async Task<ProviderResult> FetchTransactionsAsync(TransactionQuery query, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query.Wallet, nameof(query));
        if (PageOf(query) is not { } page)
        {
            return new ProviderResult.Refused($"The cursor is on another host than Zerion:BaseAddress ({settings.Value.BaseAddress.Host}) and is not followed.");
        }

        var rows = new RowCollector<WalletTransaction>(Kind, TransactionRowReader.Read, TransactionRowReader.ReadRef, ZerionApi.Next);
        var budget = new ByteBudget(settings.Value.MaxResponseBytes);
        if (await _pages.ReadAsync(() => _api.Get(page), rows, budget, isFirst: true, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var next = ZerionApi.NextPage(page, [page], rows);
        _pages.ReportGaps(query.Wallet, rows);
        return new ProviderResult.Served<TransactionPage>(new TransactionPage
        {
            Provider = Name,
            Rows = rows.Rows,
            Skipped = rows.Skipped,
            UnreadableRefs = rows.UnreadableRefs,
            Next = next?.AbsoluteUri,
            IncompleteReason = rows.IncompleteReason,
        });
    }

    Uri? PageOf(TransactionQuery query)
    {
        if (query.Cursor is { } cursor)
        {
            return Uri.TryCreate(cursor, UriKind.Absolute, out var linked) && _api.IsOurs(linked) ? linked : null;
        }

        return _api.WalletResource(query.Wallet, Kind, $"{Query}{Bound("min_mined_at", query.From)}{Bound("max_mined_at", query.To)}");
    }

    static string Bound(string filter, DateTimeOffset? instant)
    {
        // Zerion accepts exactly 13 digits: milliseconds from September 2001 to the year 2286.
        return instant is { } bound
            ? string.Create(CultureInfo.InvariantCulture, $"&filter[{filter}]={Math.Clamp(bound.ToUnixTimeMilliseconds(), ZerionDefaults.MinMilliseconds, ZerionDefaults.MaxMilliseconds)}")
            : string.Empty;
    }
}
