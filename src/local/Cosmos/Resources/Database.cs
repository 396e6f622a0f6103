using System.Collections.Concurrent;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>A database: a named group of containers.</summary>
sealed class Database(string id, string rid, string json)
{
    public string Id => id;

    public string Rid => rid;

    /// <summary>The resource as clients see it.</summary>
    public string Json => json;

    /// <summary>Containers by name.</summary>
    public ConcurrentDictionary<string, Container> Containers { get; } = new(StringComparer.Ordinal);

    /// <summary>A container by name or rid.</summary>
    public Container? Find(string nameOrRid)
    {
        if (Containers.TryGetValue(nameOrRid, out var container))
        {
            return container;
        }

        return Containers.Values.FirstOrDefault(candidate => string.Equals(candidate.Rid, nameOrRid, StringComparison.Ordinal));
    }
}
