using AssetFunctions.Local.Cosmos.Items;

namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>
/// Stores commits beyond the life of the process. Calls arrive in commit order per partition and return at once; the task
/// ends when the commit is durable.
/// </summary>
interface IJournal : IAsyncDisposable
{
    Task WriteItems(string containerRid, long lsn, IReadOnlyList<(Item? Before, Item? After)> changes);

    /// <summary>Stores or replaces a database or container.</summary>
    Task WriteResource(StoredResource resource);

    /// <summary>Removes a database or container with everything below it.</summary>
    Task DeleteResource(string rid);
}

/// <summary>A database (no parent) or container as stored.</summary>
sealed record StoredResource(string Rid, string? ParentRid, string Id, string Body, int? Throughput);

/// <summary>Stores nothing: all data is lost with the process.</summary>
sealed class NoJournal : IJournal
{
    public Task WriteItems(string containerRid, long lsn, IReadOnlyList<(Item? Before, Item? After)> changes) => Task.CompletedTask;

    public Task WriteResource(StoredResource resource) => Task.CompletedTask;

    public Task DeleteResource(string rid) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
