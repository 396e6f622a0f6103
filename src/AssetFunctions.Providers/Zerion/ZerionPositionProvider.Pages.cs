using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

partial class ZerionPositionProvider
{
    /// <summary>Reads one page into the collector. A page after the first that fails is a gap in the set, because the first one is worth keeping.</summary>
    /// <returns>What Zerion answered instead of positions, or null.</returns>
    async Task<PositionFetch?> ReadPageAsync(Uri page, PositionCollector collector, ByteBudget budget, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = await ReadPageAsync(page, collector, budget, cancellationToken);
            if (isFirst || refusal is null)
            {
                return refusal;
            }

            LogRefusal(refusal);
            collector.AddGap("a further page was not served");
        }
        catch (ProviderException fault) when (!isFirst)
        {
            Log.PageFailed(logger, fault);
            collector.AddGap("a further page could not be read");
        }

        return null;
    }

    async Task<PositionFetch?> ReadPageAsync(Uri page, PositionCollector collector, ByteBudget budget, CancellationToken cancellationToken)
    {
        collector.BeginPage();
        using var client = clients.CreateClient(ZerionDefaults.Name);
        using var request = Request(page);
        using var headersTimeout = new CancellationTokenSource(_options.ResponseTimeout, timeProvider);
        using var headersOrCaller = CancellationTokenSource.CreateLinkedTokenSource(headersTimeout.Token, cancellationToken);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, headersOrCaller.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return await _refusal.ReadAsync(response, headersOrCaller.Token);
            }

            await ReadBodyAsync(response, collector, budget, cancellationToken);
            return null;
        }
        catch (CallDeniedException denied)
        {
            return ZerionCallBudget.Explain(denied.Decision);
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(
                $"Zerion at {_options.BaseAddress} did not answer within {_options.ResponseTimeout.TotalSeconds:0.#} s. Check Zerion:BaseAddress or raise Zerion:ResponseTimeout.",
                timeout);
        }
        catch (Exception fault) when (IsTransportFault(fault))
        {
            throw new ProviderException($"Zerion at {_options.BaseAddress} cannot be reached ({fault.Message}). Check Zerion:BaseAddress.", fault);
        }
    }

    async Task ReadBodyAsync(HttpResponseMessage response, PositionCollector collector, ByteBudget budget, CancellationToken cancellationToken)
    {
        using var splitter = new PageSplitter(collector, ZerionDefaults.MaxRowBytes);
        var gap = await PumpAsync(response, splitter, budget, cancellationToken) ?? splitter.State switch
        {
            PageState.Complete => null,
            PageState.Open => "the response was cut off",
            PageState.NotJson => "the response is no JSON",
            PageState.NoData => "the response holds no positions",
            _ => "the response is broken JSON",
        };
        if (gap is null)
        {
            return;
        }

        if (!collector.HasReadableRows)
        {
            throw new ProviderException($"Zerion at {_options.BaseAddress} sent nothing to read: {gap}. Check Zerion:BaseAddress if this persists.");
        }

        collector.AddGap(gap);
    }

    /// <summary>Reads the body as far as it goes.</summary>
    /// <returns>What ended it before its time, or null.</returns>
    async Task<string?> PumpAsync(HttpResponseMessage response, PageSplitter splitter, ByteBudget budget, CancellationToken cancellationToken)
    {
        using var bodyTimeout = new CancellationTokenSource(_options.BodyTimeout, timeProvider);
        using var bodyOrCaller = CancellationTokenSource.CreateLinkedTokenSource(bodyTimeout.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(bodyOrCaller.Token);
            var sufficed = await PageReader.ReadAsync(body, splitter, budget, ZerionDefaults.ReadBytes, bodyOrCaller.Token);
            return sufficed ? null : $"the response exceeds Zerion:MaxResponseBytes ({_options.MaxResponseBytes} bytes)";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the response took longer than Zerion:BodyTimeout ({_options.BodyTimeout.TotalSeconds:0.#} s)";
        }
        catch (Exception fault) when (IsTransportFault(fault))
        {
            return "the connection broke off";
        }
    }

    // A damaged gzip body shows as invalid data.
    static bool IsTransportFault(Exception fault) => fault is HttpRequestException or IOException or InvalidDataException;
}
