using AssetFunctions.Http;
using AssetFunctions.OpenApi;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Prices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions for operators. Changes require the master key.</summary>
public sealed class Operations(
    IQueueStates queues, PoisonReplay poison, IPriceCopy prices, HealthApi health, StatisticsApi statistics, OpenApiDocument document, TimeProvider clock)
{
    const string PriceCopyList = "price-copy";

    [Function("GetQueues")]
    public async Task<IActionResult> GetQueuesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "queues")] HttpRequest request, CancellationToken cancellationToken)
    {
        var states = await MessageSending.WithinPatienceAsync(
            token => Task.WhenAll(QueueNames.All.Select(queue => queues.ReadAsync(queue, token))), clock, cancellationToken, MessageSending.ReportPatience);
        return ApiResponse.Ok(new QueuesModel([.. QueueNames.All.Zip(states, QueueModel.Of)]));
    }

    [Function("ReplayPoison")]
    public async Task<IActionResult> ReplayPoisonAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "queues/{queue}/replay")] HttpRequest request, string queue, CancellationToken cancellationToken)
    {
        if (!QueueNames.All.Contains(queue, StringComparer.Ordinal))
        {
            return Problems.UnknownQueue();
        }

        var max = new QueryReader(request.Query).Read(ApiParameters.ReplayMax);
        return ApiResponse.Ok(new ReplayModel(queue, await poison.ReplayAsync(queue, max, cancellationToken)));
    }

    [Function("CopyPrices")]
    public async Task<IActionResult> CopyPricesAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "prices/copy")] HttpRequest request, CancellationToken cancellationToken)
    {
        var after = new QueryReader(request.Query).ReadContinuation(token => PlaceOf(ContinuationTokens.Read([PriceCopyList], token)));
        var page = await prices.CopyNextAsync(after, cancellationToken);
        return ApiResponse.Ok(new PriceCopyModel(
            page is null ? null : PricePageModel.Of(page),
            page is null ? null : ContinuationTokens.Create([PriceCopyList], $"{page.Key.Page}:{page.Key.Network}")));
    }

    [Function("GetHealth")]
    public async Task<IActionResult> GetHealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        await health.GetAsync(request.Query, cancellationToken);

    [Function("GetStatistics")]
    public IActionResult GetStatistics([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "statistics")] HttpRequest request) => statistics.Get();

    /// <summary>Serves the API description without a key: it contains only public information.</summary>
    [Function("GetOpenApi")]
    public IActionResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) => document.Response;

    // A network may contain a colon, a page does not.
    static PricePageKey? PlaceOf(string? place) => place?.Split(':', 2) is [var page, var network] ? new PricePageKey(network, page) : null;
}
