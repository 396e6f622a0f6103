using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Http;

/// <summary>Reads the pages of one fetch after another, row by row while they arrive.</summary>
/// <param name="source">The source.</param>
/// <param name="options">Its address and bounds.</param>
/// <param name="budget">Reads what its answers say about the calls to come.</param>
sealed partial class PageClient(
    HttpSource source, HttpSourceOptions options, ISourceBudget budget, IHttpClientFactory clients, TimeProvider timeProvider, ILogger logger)
{
    readonly SourceCalls _calls = new(source, options, budget, clients, timeProvider);
    readonly BodyReader _bodies = new(source, options, timeProvider);

    /// <summary>
    /// Reads one page into the collector. A page after the first that fails is a gap in the set, because the first one is worth keeping.
    /// </summary>
    /// <param name="createRequest">Makes the request of the page.</param>
    /// <param name="collector">Takes the rows.</param>
    /// <param name="bytes">Bytes that may still be read.</param>
    /// <param name="isFirst">Whether it is the first page of the fetch.</param>
    /// <returns>What the source answered instead of rows, or null.</returns>
    /// <exception cref="ProviderException">The first page met a transient failure.</exception>
    public async Task<SourceAnswer?> ReadAsync(
        Func<HttpRequestMessage> createRequest, IRowCollector collector, ByteBudget bytes, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = await ReadAsync(createRequest, collector, bytes, cancellationToken);
            SourceLog.Refused(logger, refusal);
            if (isFirst || refusal is null)
            {
                return refusal;
            }

            collector.AddGap("a further page was not served");
        }
        catch (ProviderException ex) when (!isFirst)
        {
            Log.PageFailed(logger, collector.Kind, source.Title, ex);
            collector.AddGap("a further page could not be read");
        }

        return null;
    }

    async Task<SourceAnswer?> ReadAsync(
        Func<HttpRequestMessage> createRequest, IRowCollector collector, ByteBudget bytes, CancellationToken cancellationToken)
    {
        collector.BeginPage();
        return await _calls.SendAsync(createRequest, collector.Subject, response => ReadBodyAsync(response, collector, bytes, cancellationToken), cancellationToken);
    }

    async Task ReadBodyAsync(HttpResponseMessage response, IRowCollector collector, ByteBudget bytes, CancellationToken cancellationToken)
    {
        using var splitter = new PageSplitter(collector, source.Page, HttpSourceDefaults.MaxRowBytes);
        var gap = await _bodies.ReadAsync(
            response, (body, token) => PageReader.ReadAsync(body, splitter, bytes, HttpSourceDefaults.ReadBytes, token), cancellationToken) ?? splitter.State switch
        {
            PageState.Complete => null,
            PageState.Open => "the response was cut off",
            PageState.NotJson => "the response is no JSON",
            PageState.NoData => $"the response holds no {collector.Kind}",
            _ => "the response is broken JSON",
        };
        if (gap is null)
        {
            return;
        }

        if (!collector.HasReadableRows)
        {
            throw new ProviderException($"{source.Title} at {options.BaseAddress} sent nothing to read: {gap}. Check {source.Title}:BaseAddress if this persists.");
        }

        collector.AddGap(gap);
    }

    /// <summary>Logs what a fetch that is over lacks, if anything.</summary>
    public void ReportGaps(string wallet, IRowCollector collector)
    {
        if (collector.IncompleteReason is { } reason)
        {
            Log.Incomplete(logger, source.Title, wallet, collector.Count, collector.Kind, reason);
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Source} sent an incomplete set for {Wallet} ({Rows} {Kind}): {Reason}.")]
        public static partial void Incomplete(ILogger logger, string source, string wallet, int rows, string kind, string reason);

        [LoggerMessage(LogLevel.Warning, "A further page of {Kind} from {Source} failed.")]
        public static partial void PageFailed(ILogger logger, string kind, string source, Exception failure);
    }
}
