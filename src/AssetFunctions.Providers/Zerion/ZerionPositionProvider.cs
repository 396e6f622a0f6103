using System.Net.Http.Headers;
using System.Text;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Positions of a wallet from Zerion's API, read row by row while the response arrives.</summary>
sealed partial class ZerionPositionProvider(
    IHttpClientFactory clients,
    IOptions<ZerionOptions> settings,
    TimeProvider timeProvider,
    ILogger<ZerionPositionProvider> logger) : IPositionProvider
{
    // Trash is asked for as well, because it is counted; protocol positions are hidden unless asked for.
    const string Query = "?currency=usd&filter[positions]=no_filter&filter[trash]=no_filter";

    readonly ZerionOptions _options = settings.Value;
    readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Value.ApiKey}:")));

    readonly ZerionRefusal _refusal = new(settings.Value, timeProvider);

    public string Name => ZerionDefaults.Name;

    /// <inheritdoc/>
    public async Task<PositionFetch> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(wallet);
        var collector = new PositionCollector();
        var budget = new ByteBudget(_options.MaxResponseBytes);
        var asked = new HashSet<Uri>();
        for (var page = FirstPage(wallet); page is not null; page = budget.Left > 0 ? NextPage(page, asked, collector) : null)
        {
            asked.Add(page);
            var refusal = await ReadPageAsync(page, collector, budget, asked.Count == 1, cancellationToken);
            if (refusal is not null)
            {
                LogRefusal(refusal);
                return refusal;
            }
        }

        var set = collector.ToSet(Name);
        if (set.IncompleteReason is { } reason)
        {
            Log.Incomplete(logger, wallet, set.Rows.Count, reason);
        }

        return new PositionFetch.Fetched(set);
    }

    Uri FirstPage(string wallet)
    {
        var root = _options.BaseAddress.AbsoluteUri.TrimEnd('/');
        return new Uri($"{root}/v1/wallets/{Uri.EscapeDataString(wallet.Trim())}/positions/{Query}");
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

    HttpRequestMessage Request(Uri page)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Authorization = _authorization;
        request.Headers.UserAgent.ParseAdd(_options.UserAgent);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    void LogRefusal(PositionFetch refusal)
    {
        switch (refusal)
        {
            case PositionFetch.Unauthorized unauthorized:
                Log.Unauthorized(logger, unauthorized.Reason);
                break;
            case PositionFetch.Throttled throttled:
                Log.Throttled(logger, throttled.Reason, throttled.RetryAfter);
                break;
        }
    }

    static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Zerion sent an incomplete set for {Wallet} ({Rows} positions): {Reason}.")]
        public static partial void Incomplete(ILogger logger, string wallet, int rows, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Reason} No wallet can be fetched until this is set right.")]
        public static partial void Unauthorized(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "{Reason} No call can succeed for {Delay}.")]
        public static partial void Throttled(ILogger logger, string reason, TimeSpan delay);

        [LoggerMessage(4, LogLevel.Warning, "A further page of positions failed.")]
        public static partial void PageFailed(ILogger logger, Exception fault);
    }
}
