using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary><c>GET /</c>: the account metadata that a client reads before its first call.</summary>
sealed class AccountHandler(Func<Uri> endpoint)
{
    // The SDK requires a non-empty object here before it sends its first query.
    const string QueryEngine =
        """{"maxSqlQueryInputLength":524288,"maxJoinsPerSqlQuery":10,"maxLogicalAndPerSqlQuery":2000,"maxLogicalOrPerSqlQuery":2000,"maxUdfRefPerSqlQuery":10,"maxInExpressionItemsCount":16000,"queryMaxInMemorySortDocumentCount":500,"maxQueryRequestTimeoutFraction":0.9,"sqlAllowNonFiniteNumbers":false,"sqlAllowAggregateFunctions":true,"sqlAllowSubQuery":true,"sqlAllowScalarSubQuery":true,"allowNewKeywords":true,"sqlAllowLike":true,"sqlAllowGroupByClause":true,"maxSpatialQueryCells":12,"spatialMaxGeometryPointCount":256,"sqlDisableQueryILOptimization":false,"sqlDisableFilterPlanOptimization":false,"sqlAllowTop":true,"enableSpatialIndexing":true}""";

    public Reply Read()
    {
        var location = new JsonObject { ["name"] = "Local", ["databaseAccountEndpoint"] = endpoint().ToString() };
        return Reply.Json(200, new JsonObject
        {
            ["_self"] = "",
            ["id"] = "local",
            ["_rid"] = "local.documents",
            ["media"] = "//media/",
            ["addresses"] = "//addresses/",
            ["_dbs"] = "//dbs/",
            ["writableLocations"] = new JsonArray(location.DeepClone()),
            ["readableLocations"] = new JsonArray(location),
            ["enableMultipleWriteLocations"] = false,
            ["userReplicationPolicy"] = Replication(),
            ["systemReplicationPolicy"] = Replication(),
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = Consistency.Account },
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = QueryEngine,
        }.ToJsonString());
    }

    static JsonObject Replication() =>
        new() { ["asyncReplication"] = false, ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 1 };
}
