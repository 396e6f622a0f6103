using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos;

/// <summary>
/// The app's containers: partition keys, expiry and indexing policies. The service always indexes <c>id</c> and <c>_ts</c>; any other path is indexed
/// only if a query needs it, because each indexed path adds to the cost of every write.
/// </summary>
public static class ContainerDefinitions
{
    /// <summary>One document per asset, and the pages of their prices, partitioned by network; overrides and price checks in a partition of their own.</summary>
    public const string Registry = "registry";

    /// <summary>All documents of wallets, partitioned by wallet.</summary>
    public const string Wallets = "wallets";

    /// <summary>Price history, partitioned by asset.</summary>
    public const string Prices = "prices";

    // Reads across networks filter by the partition key, which the service does not index by itself. Search keys change only with the facts, so a
    // price update does not pay for their index. The price refresh queries held assets; the age of their prices is not indexed, because it
    // changes with every price and nearly all held assets are due.
    public static ContainerProperties RegistryProperties() => new(Registry, "/network")
    {
        // Documents expire only if they have a ttl of their own.
        DefaultTimeToLive = -1,
        IndexingPolicy = Only("/network/?", "/symbolKey/?", "/nameKey/?", "/heldAt/?"),
    };

    public static ContainerProperties WalletsProperties() => new(Wallets, "/wallet")
    {
        // Documents expire only if they have a ttl of their own.
        DefaultTimeToLive = -1,

        // The order of transactions: one term each. The due time, for the schedule's queries across all partitions: only the state of a registered
        // wallet has it, and changing it removes and adds one term (0.4 request units). Other documents do not pay for either.
        IndexingPolicy = Only("/sort/?", "/dueMs/?"),
    };

    public static ContainerProperties PricesProperties() => new(Prices, "/asset")
    {
        DefaultTimeToLive = CosmosDefaults.PriceHistorySeconds,
        IndexingPolicy = Only("/fromMs/?", "/toMs/?"),
    };

    /// <summary>All containers, in order of creation.</summary>
    public static IReadOnlyList<ContainerProperties> All() => [RegistryProperties(), WalletsProperties(), PricesProperties()];

    static IndexingPolicy Only(params ReadOnlySpan<string> paths)
    {
        var policy = new IndexingPolicy { Automatic = true, IndexingMode = IndexingMode.Consistent };
        Add(policy.IncludedPaths, paths);
        policy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        return policy;
    }

    static void Add(Collection<IncludedPath> included, ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            included.Add(new IncludedPath { Path = path });
        }
    }
}
