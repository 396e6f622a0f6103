namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>What a request does, as the meter counts it and faults select it. Everything up to <see cref="ReadFeed"/> handles data.</summary>
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

    /// <summary>The deletion of expired documents, which costs units but is no request.</summary>
    Expiry,
}
