using AssetFunctions.Local.Cosmos.Metering;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Classifies a request by method, path and headers.</summary>
static class OperationClassifier
{
    public static OperationType Classify(GatewayRequest request) => (request.Path.Kind, request.Path.IsFeed, request.Method) switch
    {
        (ResourceKind.Account, _, "GET") => OperationType.Account,
        (ResourceKind.Database, true, "POST") => IsQuery(request) ? OperationType.ListDatabases : OperationType.CreateDatabase,
        (ResourceKind.Database, true, "GET") => OperationType.ListDatabases,
        (ResourceKind.Database, false, "GET") => OperationType.ReadDatabase,
        (ResourceKind.Database, false, "DELETE") => OperationType.DeleteDatabase,
        (ResourceKind.Container, true, "POST") => IsQuery(request) ? OperationType.ListContainers : OperationType.CreateContainer,
        (ResourceKind.Container, true, "GET") => OperationType.ListContainers,
        (ResourceKind.Container, false, "GET") => OperationType.ReadContainer,
        (ResourceKind.Container, false, "PUT") => OperationType.ReplaceContainer,
        (ResourceKind.Container, false, "DELETE") => OperationType.DeleteContainer,
        (ResourceKind.PartitionKeyRange, _, "GET") => OperationType.PkRanges,
        (ResourceKind.Document, true, "POST") => ClassifyPost(request),
        (ResourceKind.Document, true, "GET") => OperationType.ReadFeed,
        (ResourceKind.Document, false, "GET") => OperationType.Read,
        (ResourceKind.Document, false, "PUT") => OperationType.Replace,
        (ResourceKind.Document, false, "PATCH") => OperationType.Patch,
        (ResourceKind.Document, false, "DELETE") => OperationType.Delete,
        _ => OperationType.Unknown,
    };

    static OperationType ClassifyPost(GatewayRequest request)
    {
        if (request.Flag(CosmosHeaders.IsBatch))
        {
            return request.Flag(CosmosHeaders.BatchAtomic) ? OperationType.Batch : OperationType.Bulk;
        }

        if (request.Flag(CosmosHeaders.IsQueryPlan))
        {
            return OperationType.QueryPlan;
        }

        return IsQuery(request) ? OperationType.Query
            : request.Flag(CosmosHeaders.IsUpsert) ? OperationType.Upsert
            : OperationType.Create;
    }

    static bool IsQuery(GatewayRequest request) =>
        request.Flag(CosmosHeaders.IsQuery)
        || request.Header("Content-Type")?.StartsWith("application/query+json", StringComparison.OrdinalIgnoreCase) == true;
}
