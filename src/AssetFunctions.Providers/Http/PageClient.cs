using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Http;

/// <summary>Reads the pages of a fetch in sequence, row by row as they arrive.</summary>
/// <param name="provider">The provider.</param>
/// <param name="options">Its address and limits.</param>
/// <param name="budget">Reads a 429.</param>
sealed partial class PageClient(
    HttpProvider provider, HttpProviderOptions options, ICallBudget budget, IHttpClientFactory clients, TimeProvider timeProvider, ILogger logger)
{
    readonly ProviderCalls _calls = new(provider, options, budget, clients, timeProvider);
    readonly BodyReader _bodies = new(provider, options, timeProvider);

    /// <summary>Reads one page into the collector. A failure after the first page becomes a gap, because the rows read so far are kept.</summary>
    /// <param name="createRequest">Creates the request of the page.</param>
    /// <param name="collector">Receives the rows.</param>
    /// <param name="bytes">Bytes that may still be read.</param>
    /// <param name="isFirst">True for the first page of the fetch.</param>
    /// <returns>The provider's refusal, or null.</returns>
    /// <exception cref="ProviderException">The first page failed transiently.</exception>
    public async Task<ProviderResult?> ReadAsync(
        Func<HttpRequestMessage> createRequest, IRowCollector collector, ByteBudget bytes, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = await ReadAsync(createRequest, collector, bytes, cancellationToken);
            ProviderLog.Refused(logger, refusal);
            if (isFirst || refusal is null)
            {
                return refusal;
            }

            collector.AddGap("a further page was not served");
        }
        catch (ProviderException ex) when (!isFirst)
        {
            Log.PageFailed(logger, collector.Kind, provider.Title, ex);
            collector.AddGap("a further page could not be read");
        }

        return null;
    }

    async Task<ProviderResult?> ReadAsync(
        Func<HttpRequestMessage> createRequest, IRowCollector collector, ByteBudget bytes, CancellationToken cancellationToken)
    {
        collector.BeginPage();
        return await _calls.SendAsync(createRequest, collector.Subject, response => ReadBodyAsync(response, collector, bytes, cancellationToken), cancellationToken);
    }

    async Task ReadBodyAsync(HttpResponseMessage response, IRowCollector collector, ByteBudget bytes, CancellationToken cancellationToken)
    {
        using var splitter = new PageSplitter(collector, provider.Page, HttpProviderDefaults.MaxRowBytes);
        var gap = await _bodies.ReadAsync(
            response, (body, token) => PageReader.ReadAsync(body, splitter, bytes, HttpProviderDefaults.ReadBytes, token), cancellationToken) ?? splitter.State switch
        {
            PageState.Complete => null,
            PageState.Open => "the response was cut off",
            PageState.NotJson => "the response is not JSON",
            PageState.NoData => $"the response has no {collector.Kind}",
            _ => "the response is broken JSON",
        };
        if (gap is null)
        {
            return;
        }

        if (!collector.HasReadableRows)
        {
            throw new ProviderException($"{provider.Title} at {options.BaseAddress} sent no readable response: {gap}. Check {provider.Title}:BaseAddress if this persists.");
        }

        collector.AddGap(gap);
    }

    /// <summary>Logs the gaps of a finished fetch, if any.</summary>
    public void ReportGaps(string wallet, IRowCollector collector)
    {
        if (collector.IncompleteReason is { } reason)
        {
            Log.Incomplete(logger, provider.Title, wallet, collector.Count, collector.Kind, reason);
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Provider} sent an incomplete set for wallet {Wallet} ({Rows} {Kind}): {Reason}.")]
        public static partial void Incomplete(ILogger logger, string provider, string wallet, int rows, string kind, string reason);

        [LoggerMessage(LogLevel.Warning, "A page of {Kind} from {Provider} failed after the first. The pages before it are kept as an incomplete set.")]
        public static partial void PageFailed(ILogger logger, string kind, string provider, Exception failure);
    }
}
