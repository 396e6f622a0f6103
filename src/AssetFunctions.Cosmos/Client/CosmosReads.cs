using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Client;

/// <summary>Reads that the stores share. Expected outcomes are values, not exceptions.</summary>
static class CosmosReads
{
    /// <summary>Reads one item. One request.</summary>
    /// <returns>The item, or null when it does not exist.</returns>
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

    /// <summary>Reads the items of one logical partition that exist, by one query over up to a thousand ids.</summary>
    public static async Task<IReadOnlyList<T>> FindManyAsync<T>(
        this Container container, IEnumerable<string> ids, PartitionKey partition, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        foreach (var slice in ids.Chunk(CosmosDefaults.PageSize))
        {
            var pages = await container.QueryPagesAsync<T>(IdsQuery(slice), partition, cancellationToken);
            items.AddRange(pages.SelectMany(page => page));
        }

        return items;
    }

    /// <summary>
    /// Runs a query inside one logical partition. One request per page; ORDER BY, aggregates and DISTINCT cost one more, because the SDK first requests
    /// a plan.
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

    /// <summary>Returns the index of the operation that made a batch fail; the others have status 424.</summary>
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

    // IN over ids uses the index of ids, which every container has.
    static QueryDefinition IdsQuery(string[] ids)
    {
        var text = new StringBuilder("SELECT * FROM c WHERE c.id IN (");
        for (var i = 0; i < ids.Length; i++)
        {
            text.Append(i == 0 ? "@i" : ", @i").Append(i);
        }

        var query = new QueryDefinition(text.Append(')').ToString());
        for (var i = 0; i < ids.Length; i++)
        {
            query.WithParameter($"@i{i}", ids[i]);
        }

        return query;
    }

    /// <summary>Returns true if the batch was rejected as a whole, before any of its operations ran.</summary>
    public static bool IsRejectedWhole(this TransactionalBatchResponse response) =>
        response.Count > 1 && response.All(operation => operation.StatusCode == response.StatusCode);
}
