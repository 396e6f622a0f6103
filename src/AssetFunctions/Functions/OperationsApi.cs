using AssetFunctions.Http;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests of those who operate the app: what waits in its queues, and putting back what could not be processed.</summary>
public sealed class OperationsApi(ApiCalls calls, IQueueStates queues, PoisonReplay poison)
{
    public Task<ApiAnswer> GetQueuesAsync(CancellationToken cancellationToken) => calls.RunAsync(async () =>
        new ApiAnswer(StatusCodes.Status200OK, new QueuesModel(await Task.WhenAll(QueueNames.All.Select(queue => ReadAsync(queue, cancellationToken))))));

    public Task<ApiAnswer> ReplayPoisonAsync(string queue, IQueryCollection parameters, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(parameters);
        var max = reader.Read(ApiParameters.ReplayMax);
        return !QueueNames.All.Contains(queue, StringComparer.Ordinal) ? Task.FromResult(Problems.UnknownQueue())
            : reader.Problem is { } problem ? Task.FromResult(problem)
            : calls.RunAsync(async () =>
                new ApiAnswer(StatusCodes.Status200OK, new ReplayModel(queue, await poison.ReplayAsync(queue, max, cancellationToken))));
    }

    async Task<QueueModel> ReadAsync(string queue, CancellationToken cancellationToken)
    {
        var state = await queues.ReadAsync(queue, cancellationToken);
        return new QueueModel(queue, state.Waiting, state.OldestSince, state.Poisoned);
    }
}
