namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Header names of the Cosmos DB REST protocol.</summary>
static class CosmosHeaders
{
    public const string ActivityId = "x-ms-activity-id";
    public const string AltContentPath = "x-ms-alt-content-path";
    public const string AutoscaleSettings = "x-ms-cosmos-offer-autopilot-settings";
    public const string BatchAtomic = "x-ms-cosmos-batch-atomic";
    public const string ContentPath = "x-ms-content-path";
    public const string ConsistencyLevel = "x-ms-consistency-level";
    public const string Continuation = "x-ms-continuation";
    public const string Date = "x-ms-date";
    public const string EndEpk = "x-ms-end-epk";
    public const string IntendedContainerRid = "x-ms-cosmos-intended-collection-rid";
    public const string IsBatch = "x-ms-cosmos-is-batch-request";
    public const string IsQuery = "x-ms-documentdb-isquery";
    public const string IsQueryPlan = "x-ms-cosmos-is-query-plan-request";
    public const string IsUpsert = "x-ms-documentdb-is-upsert";
    public const string ItemCount = "x-ms-item-count";
    public const string Lsn = "lsn";
    public const string MaxItemCount = "x-ms-max-item-count";
    public const string PartitionKey = "x-ms-documentdb-partitionkey";
    public const string PartitionKeyRangeId = "x-ms-documentdb-partitionkeyrangeid";
    public const string RequestCharge = "x-ms-request-charge";
    public const string ResourceQuota = "x-ms-resource-quota";
    public const string ResourceUsage = "x-ms-resource-usage";
    public const string RetryAfter = "x-ms-retry-after-ms";
    public const string SessionToken = "x-ms-session-token";
    public const string StartEpk = "x-ms-start-epk";
    public const string SubStatus = "x-ms-substatus";
    public const string Throughput = "x-ms-offer-throughput";
}
