using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Client;

/// <summary>Reads shared by the stores. Outcomes that are expected come back as values instead of exceptions.</summary>
static class CosmosReads
{
    /// <summary>Reads one item; one request.</summary>
    /// <returns>The item, or null where there is none.</returns>
    public static async Task<T?> FindAsync<T>(
        this Container container, string id, PartitionKey partition, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await container.ReadItemStreamAsync(id, partition, cancellationToken: cancellationToken);
        if (StoreCalls.IsMissing(response))
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(response.Content, type);
    }

    /// <summary>
    /// Runs a query inside one logical partition; one request per page. ORDER BY, aggregates and DISTINCT cost one more, because the SDK asks for a
    /// plan first.
    /// </summary>
    public static async Task<IReadOnlyList<IReadOnlyList<T>>> QueryPagesAsync<T>(
        this Container container, QueryDefinition query, PartitionKey partition, CancellationToken cancellationToken)
    {
        var options = new QueryRequestOptions { PartitionKey = partition, MaxItemCount = CosmosDefaults.PageSize, MaxConcurrency = 1 };
        using var pages = container.GetItemQueryIterator<T>(query, requestOptions: options);
        var result = new List<IReadOnlyList<T>>();
        while (pages.HasMoreResults)
        {
            result.Add([.. await pages.ReadNextAsync(cancellationToken)]);
        }

        return result;
    }

    /// <summary>The operation that made a batch fail; the others carry 424.</summary>
    public static int FailedOperation(this TransactionalBatchResponse response)
    {
        for (var i = 0; i < response.Count; i++)
        {
            if ((int)response[i].StatusCode >= 400 && response[i].StatusCode != HttpStatusCode.FailedDependency)
            {
                return i;
            }
        }

        throw StoreCalls.FailureOf(response);
    }

    /// <summary>Whether the batch was turned down as a whole, before any of its operations was looked at.</summary>
    public static bool IsRejectedWhole(this TransactionalBatchResponse response) =>
        response.Count > 1 && response.All(operation => operation.StatusCode == response.StatusCode);
}
