using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Storage;

namespace AssetFunctions.Local.Cosmos.Tests.Partitioning;

public sealed class ContentionTests
{
    [Fact]
    public async Task A_write_of_an_item_whose_last_write_is_not_durable_yet_gets_449()
    {
        await using var journal = new SlowJournal();
        var partition = new PhysicalPartition(0, KeyRange.All, "rid", journal, new CommitCounter(0));
        var first = Put(partition, "a", rid: 1);

        Assert.Equal(449, Assert.Throws<RequestRefusedException>(() => { _ = Put(partition, "a", rid: 2); }).Status);
        await Put(partition, "b", rid: 3, isSafe: true);

        journal.Finish();
        await first;
        await Put(partition, "a", rid: 4, isSafe: true);

        Task Put(PhysicalPartition target, string id, long rid, bool isSafe = false)
        {
            journal.IsSafe = isSafe;
            return target.Write(
                draft =>
                {
                    draft.Change(draft.Find("", id), Item.Probe(id, rid));
                    return true;
                },
                ("", id)).Durable;
        }
    }

    /// <summary>Keeps commits pending until they are released.</summary>
    sealed class SlowJournal : IJournal
    {
        readonly TaskCompletionSource _done = new();

        public bool IsSafe { get; set; }

        public void Finish() => _done.SetResult();

        public Task WriteItems(string containerRid, long lsn, IReadOnlyList<(Item? Before, Item? After)> changes) => IsSafe ? Task.CompletedTask : _done.Task;

        public Task WriteResource(StoredResource resource) => Task.CompletedTask;

        public Task DeleteResource(string rid) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
