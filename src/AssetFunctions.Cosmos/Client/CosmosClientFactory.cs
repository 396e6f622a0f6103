using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Telemetry;
using Azure.Identity;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Client;

/// <summary>Creates the process's SDK clients: a general one, and one that groups point writes of many partitions.</summary>
static class CosmosClientFactory
{
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <param name="isBulk">True if concurrent point writes share requests, which delays each by up to 100 ms.</param>
    public static CosmosClient Create(CosmosOptions options, DatabaseMeter meter, bool isBulk = false)
    {
        var endpoint = CosmosEndpoint.Of(options);
        var clientOptions = ClientOptions(options, endpoint, meter, isBulk);
        return endpoint.ConnectionString is null
            ? new CosmosClient(endpoint.Address.AbsoluteUri, new DefaultAzureCredential(), clientOptions)
            : new CosmosClient(endpoint.ConnectionString, clientOptions);
    }

    static CosmosClientOptions ClientOptions(CosmosOptions options, CosmosEndpoint endpoint, DatabaseMeter meter, bool isBulk) => new()
    {
        ApplicationName = options.ApplicationName,

        // Consumption plan instances are short-lived and may open few connections: HTTP through the gateway, not TCP to every replica.
        ConnectionMode = ConnectionMode.Gateway,
        LimitToEndpoint = endpoint.IsLocal,
        UseSystemTextJsonSerializerWithOptions = CosmosJson.SdkOptions,
        EnableContentResponseOnWrite = false,
        AllowBulkExecution = isBulk,
        MaxRetryAttemptsOnRateLimitedRequests = options.MaxThrottleRetries,
        MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(options.MaxThrottleWaitSeconds),
        HttpClientFactory = () => new HttpClient(new RequestMeteringHandler(meter, isBulk, Transport(options, endpoint))),
    };

    static SocketsHttpHandler Transport(CosmosOptions options, CosmosEndpoint endpoint) => new()
    {
        MaxConnectionsPerServer = options.MaxConnections,
        PooledConnectionLifetime = ConnectionLifetime,
        UseProxy = !endpoint.IsLocal,
        AllowAutoRedirect = false,
    };
}
