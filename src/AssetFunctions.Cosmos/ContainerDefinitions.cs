using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos;

/// <summary>
/// The containers of the product: partition keys, expiry and indexing policies. The service always indexes <c>id</c> and <c>_ts</c>; everything
/// else is indexed only where a query needs it, because every indexed path makes every write dearer.
/// </summary>
public static class ContainerDefinitions
{
    /// <summary>One document per asset of the platform, by network.</summary>
    public const string Registry = "registry";

    /// <summary>Everything of one wallet, by wallet.</summary>
    public const string Wallets = "wallets";

    /// <summary>Price history, by asset.</summary>
    public const string Prices = "prices";

    // Reads across networks filter by the partition key, which the service does not index by itself. The search keys change only with the facts,
    // so a price update does not pay for their index. The price refresh looks for assets that are held; the age of their prices stays
    // unindexed, because it changes with every price and nearly all that are held are due.
    public static ContainerProperties RegistryProperties() => new(Registry, "/network")
    {
        IndexingPolicy = Only("/network/?", "/symbolKey/?", "/nameKey/?", "/heldAt/?"),
    };

    public static ContainerProperties WalletsProperties() => new(Wallets, "/wallet")
    {
        // Documents expire only where they say so themselves.
        DefaultTimeToLive = -1,

        // The order of transactions, one term per transaction; and what the schedule looks for across all partitions, which only the state of a
        // registered wallet has: moving it costs one term out and one in (0.4 units). No other document pays for either.
        IndexingPolicy = Only("/sort/?", "/dueMs/?"),
    };

    public static ContainerProperties PricesProperties() => new(Prices, "/asset")
    {
        DefaultTimeToLive = CosmosDefaults.PriceHistorySeconds,
        IndexingPolicy = Only("/fromMs/?", "/toMs/?"),
    };

    /// <summary>All containers, in the order they are created.</summary>
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
