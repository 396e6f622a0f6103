namespace AssetFunctions.Local.Cosmos;

/// <summary>Settings of a local server.</summary>
public sealed record LocalCosmosOptions
{
    /// <summary>The key of Microsoft's emulator. It is public and protects nothing.</summary>
    public const string WellKnownKey = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    /// <summary>The TCP port on 127.0.0.1; 0 picks a free one.</summary>
    public int Port { get; init; } = 8081;

    /// <summary>The SQLite file that stores all data; null keeps it in memory.</summary>
    public string? DataFile { get; init; }

    /// <summary>How many physical partitions each container has; at least 1.</summary>
    public int PhysicalPartitions { get; init; } = 1;

    /// <summary>
    /// Limits each container to the throughput it was created with, split evenly across its physical partitions, as an account with provisioned
    /// throughput does. Otherwise the account is serverless: nothing is throttled, and the meter counts the cost of deleting expired documents.
    /// </summary>
    public bool EnforcesThroughput { get; init; }

    /// <summary>The account key, base64.</summary>
    public string AccountKey { get; init; } = WellKnownKey;

    /// <summary>Time of timestamps, expiry and injected delays.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Seed of resource ids and of random faults.</summary>
    public int Seed { get; init; }
}
