using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Storage;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>A container: its current definition and its physical partitions.</summary>
sealed class Container
{
    volatile ContainerDefinition _definition;

    public Container(Database database, ContainerDefinition definition, int? throughput, IJournal journal, LocalCosmosOptions options, long lastLsn = 0)
    {
        Database = database;
        _definition = definition;
        Throughput = throughput;
        var commits = new CommitCounter(lastLsn);
        Partitions = [.. KeyRange.Split(options.PhysicalPartitions).Select((range, i) => new PhysicalPartition(i, range, definition.Rid, journal, commits)
        {
            Cap = options.EnforcesThroughput && throughput is { } units ? new ThroughputCap((double)units / options.PhysicalPartitions, options.Clock) : null,
        })];
        AlternateName = $"dbs/{Uri.EscapeDataString(database.Id)}/colls/{Uri.EscapeDataString(definition.Id)}";
    }

    public Database Database { get; }

    public ContainerDefinition Definition
    {
        get => _definition;
        set => _definition = value;
    }

    public string Rid => _definition.Rid;

    public string Id => _definition.Id;

    /// <summary>The path by name, for the reply header by which clients store session tokens.</summary>
    public string AlternateName { get; }

    /// <summary>Request units per second that the container was created with; null when it was given none.</summary>
    public int? Throughput { get; }

    public IReadOnlyList<PhysicalPartition> Partitions { get; }

    public PhysicalPartition PartitionOf(string epk)
    {
        foreach (var partition in Partitions)
        {
            if (string.CompareOrdinal(epk, partition.Range.Max) < 0)
            {
                return partition;
            }
        }

        return Partitions[^1];
    }

    /// <summary>Checks the rid that the client expects; a container recreated under the same name has another one.</summary>
    /// <exception cref="RequestRefusedException">400/1024 when the rid differs.</exception>
    public void CheckIsIntended(string? rid)
    {
        if (rid is not null && !string.Equals(rid, Rid, StringComparison.Ordinal))
        {
            throw new RequestRefusedException(400, 1024, "Message: {\"Errors\":[\"Collection rid mismatch\"]}");
        }
    }

    /// <exception cref="RequestRefusedException">410/1002, which makes a client read the ranges again.</exception>
    public PhysicalPartition PartitionById(string id)
    {
        // Clients may prefix the range id with the container: "{containerRid},{rangeId}".
        var rangeId = id[(id.LastIndexOf(',') + 1)..];
        return Partitions.FirstOrDefault(partition => string.Equals(partition.Id, rangeId, StringComparison.Ordinal))
            ?? throw new RequestRefusedException(410, 1002, "The requested partition key range is gone.");
    }
}
