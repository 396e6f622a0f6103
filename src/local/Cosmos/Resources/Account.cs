using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Storage;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>All databases of this server.</summary>
sealed class Account(IJournal journal, LocalCosmosOptions options)
{
    readonly TimeProvider _clock = options.Clock;
    readonly Lock _changing = new();
    readonly ConcurrentDictionary<string, Database> _databases = new(StringComparer.Ordinal);

    // A restarted server without storage must not reuse the rids of its previous run: clients keep session state by rid.
    uint _nextRid = (uint)new Random(options.Seed).Next(1 << 16, 1 << 30) ^ (uint)options.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public IEnumerable<Database> Databases => _databases.Values;

    public IEnumerable<Container> Containers => _databases.Values.SelectMany(database => database.Containers.Values);

    public Database? Find(string nameOrRid)
    {
        if (_databases.TryGetValue(nameOrRid, out var database))
        {
            return database;
        }

        return _databases.Values.FirstOrDefault(candidate => string.Equals(candidate.Rid, nameOrRid, StringComparison.Ordinal));
    }

    /// <exception cref="RequestRefusedException">404 when there is no such database.</exception>
    public Database Get(string nameOrRid) => Find(nameOrRid) ?? throw RequestRefusedException.NotFound();

    /// <exception cref="RequestRefusedException">404 when there is no such database or container.</exception>
    public Container Get(string database, string container) =>
        Get(database).Find(container) ?? throw RequestRefusedException.NotFound();

    /// <exception cref="RequestRefusedException">400 for a bad name, 409 when it exists.</exception>
    public (Database Database, Task Durable) CreateDatabase(string id)
    {
        ItemId.CheckResource(id);
        lock (_changing)
        {
            if (_databases.ContainsKey(id))
            {
                throw RequestRefusedException.Conflict();
            }

            var number = _nextRid++;
            var rid = ResourceId.Database(number);
            var json = new JsonObject
            {
                ["id"] = id,
                ["_rid"] = rid,
                ["_self"] = $"dbs/{rid}/",
                ["_etag"] = EntityTag.Of(number),
                ["_colls"] = "colls/",
                ["_users"] = "users/",
                ["_ts"] = _clock.GetUtcNow().ToUnixTimeSeconds(),
            };
            var database = new Database(id, rid, json.ToJsonString());
            var durable = Store(database);
            _databases[id] = database;
            return (database, durable);
        }
    }

    public Task Delete(Database database)
    {
        lock (_changing)
        {
            return _databases.TryRemove(database.Id, out _) ? journal.DeleteResource(database.Rid) : throw RequestRefusedException.NotFound();
        }
    }

    /// <exception cref="RequestRefusedException">400 for a bad definition, 409 when the name exists.</exception>
    public (Container Container, Task Durable) CreateContainer(Database database, ReadOnlyMemory<byte> json, int? throughput)
    {
        lock (_changing)
        {
            var number = _nextRid++;
            var rid = ResourceId.Container(database.Rid, number);
            var definition = ContainerDefinition.Parse(json, database.Rid, rid, number, _clock.GetUtcNow().ToUnixTimeSeconds());
            if (database.Containers.ContainsKey(definition.Id))
            {
                throw RequestRefusedException.Conflict();
            }

            var container = new Container(database, definition, throughput, journal, options);
            var durable = Store(container);
            database.Containers[definition.Id] = container;
            return (container, durable);
        }
    }

    /// <summary>Replaces the definition; name and key cannot change.</summary>
    public Task ReplaceContainer(Container container, ReadOnlyMemory<byte> json)
    {
        lock (_changing)
        {
            var definition = ContainerDefinition.Parse(
                json, container.Database.Rid, container.Rid, _nextRid++, _clock.GetUtcNow().ToUnixTimeSeconds());
            var before = container.Definition;
            if (definition.Id != before.Id || definition.PartitionKey.Text != before.PartitionKey.Text)
            {
                throw RequestRefusedException.BadRequest("The id and the partition key of a container cannot be changed.");
            }

            container.Definition = definition;
            return Store(container);
        }
    }

    public Task Delete(Container container)
    {
        lock (_changing)
        {
            return container.Database.Containers.TryRemove(container.Id, out _)
                ? journal.DeleteResource(container.Rid)
                : throw RequestRefusedException.NotFound();
        }
    }

    Task Store(Container container) => journal.WriteResource(new StoredResource(
        container.Rid, container.Database.Rid, container.Id, container.Definition.Json, container.Throughput));

    Task Store(Database database) =>
        journal.WriteResource(new StoredResource(database.Rid, null, database.Id, database.Json, null));

    /// <summary>Restores a stored database at start.</summary>
    public Database Restore(StoredResource stored)
    {
        var database = new Database(stored.Id, stored.Rid, stored.Body);
        _databases[stored.Id] = database;
        return database;
    }
}
