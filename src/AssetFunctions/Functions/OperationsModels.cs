using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Prices;

namespace AssetFunctions.Functions;

sealed record QueuesModel(IReadOnlyList<QueueModel> Queues);

/// <summary>State of one queue. The service's counts are approximate.</summary>
/// <param name="Waiting">Messages in the queue, including those that are deferred or being processed.</param>
/// <param name="OldestSince">When the first visible message was sent, or null when none is visible.</param>
/// <param name="Poisoned">Messages in its poison queue.</param>
sealed record QueueModel(string Queue, int Waiting, DateTimeOffset? OldestSince, int Poisoned)
{
    public static QueueModel Of(string queue, QueueState state) => new(queue, state.Waiting, state.OldestSince, state.Poisoned);
}

/// <param name="Replayed">Messages moved back to the queue.</param>
sealed record ReplayModel(string Queue, int Replayed);

/// <param name="Page">The page whose prices were copied, or null when there is none left.</param>
/// <param name="Continuation">Requests the next page; null when there is none left.</param>
sealed record PriceCopyModel(PricePageModel? Page, string? Continuation);

/// <summary>Rows of a page of prices by what became of them.</summary>
/// <param name="UpToDate">Rows whose asset has the same or a later price in its document, and those without a price.</param>
/// <param name="Failed">Rows that cannot be read or whose asset has no document.</param>
sealed record PricePageModel(string Network, int Rows, int Copied, int UpToDate, int Failed)
{
    public static PricePageModel Of(CopiedPage page) =>
        new(page.Key.Network, page.Copied + page.UpToDate + page.Failed, page.Copied, page.UpToDate, page.Failed);
}
