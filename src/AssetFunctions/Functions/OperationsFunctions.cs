using AssetFunctions.Sync.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>Functions for those who operate the app. Changing something takes the master key.</summary>
public sealed class OperationsFunctions(QueueWatch watch, OperationsApi api)
{
    const string EveryMinute = "30 * * * * *";

    /// <summary>Writes the state of all queues to the log, where alerts read it.</summary>
    [Function("WatchQueues")]
    public Task WatchQueuesAsync([TimerTrigger(EveryMinute)] TimerInfo timer, CancellationToken cancellationToken) => watch.RunAsync(cancellationToken);

    [Function("GetQueues")]
    public async Task<IActionResult> GetQueuesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "queues")] HttpRequest request, CancellationToken cancellationToken) =>
        await api.GetQueuesAsync(cancellationToken);

    [Function("ReplayPoison")]
    public async Task<IActionResult> ReplayPoisonAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "queues/{queue}/replay")] HttpRequest request, string queue, CancellationToken cancellationToken) =>
        await api.ReplayPoisonAsync(queue, request.Query, cancellationToken);
}
