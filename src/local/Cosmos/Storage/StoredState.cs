using System.Text.Json;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Storage;

/// <summary>Rebuilds the account from a data file at start.</summary>
static class StoredState
{
    public static void Load(SqliteJournal journal, Account account, LocalCosmosOptions options)
    {
        foreach (var (resource, lsn) in journal.ReadResources())
        {
            if (resource.ParentRid is null)
            {
                account.Restore(resource);
                continue;
            }

            var database = account.Get(resource.ParentRid);
            var container = Rebuild(resource, database, journal, options, lsn);
            database.Containers[container.Id] = container;
        }
    }

    static Container Rebuild(StoredResource resource, Database database, SqliteJournal journal, LocalCosmosOptions options, long lsn)
    {
        var definition = ContainerDefinition.Restore(resource.Body, database.Rid, resource.Rid);
        var container = new Container(database, definition, resource.Throughput, journal, options, lsn);
        var drafts = container.Partitions.ToDictionary(partition => partition.Id, _ => new PartitionDraft(PartitionState.Empty, lsn), StringComparer.Ordinal);
        foreach (var stored in journal.ReadItems(resource.Rid))
        {
            var item = Rebuild(stored, definition);
            drafts[container.PartitionOf(item.Epk).Id].Change(null, item);
        }

        foreach (var partition in container.Partitions)
        {
            partition.Restore(drafts[partition.Id].Build() with { Lsn = lsn });
        }

        return container;
    }

    static Item Rebuild(in StoredItem stored, ContainerDefinition definition)
    {
        using var document = JsonDocument.Parse(stored.Body, new JsonDocumentOptions { MaxDepth = 128 });
        var root = document.RootElement;
        return new Item
        {
            Id = root.GetProperty("id").GetString()!,
            Epk = PartitionKeyValue.OfDocument(root, definition.PartitionKey).Epk,
            Rid = stored.Rid,
            Version = stored.Version,
            Timestamp = stored.Timestamp,
            Body = stored.Body,
            TimeToLive = root.TryGetProperty("ttl", out var ttl) ? Items.TimeToLive.Read(ttl) : null,
            Terms = IndexTerms.WithTime(IndexTerms.Of(root, definition.Indexing), stored.Version),
        };
    }
}
