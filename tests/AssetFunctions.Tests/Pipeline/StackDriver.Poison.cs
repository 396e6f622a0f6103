using AssetFunctions.Queues;
using AssetFunctions.Sync.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Tests.Pipeline;

sealed partial class StackDriver
{
    /// <summary>Puts a message into the poison queue of a stage, as the host does with one that keeps failing.</summary>
    public Task PoisonAsync(string queue, string body) => new StorageQueueGateway(_storage).PoisonAsync(queue, body, default);

    /// <summary>Replays what is in the poison queue of a stage.</summary>
    public Task<int> ReplayPoisonAsync(string queue) =>
        new PoisonReplay(new StoragePoisonQueues(_storage, new StorageQueueGateway(_storage)), NullLogger<PoisonReplay>.Instance).ReplayAsync(queue, 100, default);
}
