namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>Kinds of requests, as the meter counts them and faults select them. Everything up to <see cref="ReadFeed"/> is a data request.</summary>
public enum OperationType
{
    Create,
    Read,
    Upsert,
    Replace,
    Delete,
    Patch,
    Batch,
    Bulk,
    Query,
    QueryPlan,
    ReadFeed,
    Account,
    CreateDatabase,
    ReadDatabase,
    DeleteDatabase,
    ListDatabases,
    CreateContainer,
    ReadContainer,
    ReplaceContainer,
    DeleteContainer,
    ListContainers,
    PkRanges,
    Unknown,

    /// <summary>The deletion of expired documents, which costs units but is not a request.</summary>
    Expiry,
}
