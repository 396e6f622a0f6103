using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Support;

/// <summary>Reads feeds to their end.</summary>
public static class Pages
{
    public static async Task<List<T>> AllAsync<T>(FeedIterator<T> iterator)
    {
        var all = new List<T>();
        while (iterator.HasMoreResults)
        {
            all.AddRange(await iterator.ReadNextAsync());
        }

        return all;
    }

    public static async Task<List<T>> AllAsync<T>(Container container, string? sql, PartitionKey? key = null)
    {
        using var iterator = container.GetItemQueryIterator<T>(sql, requestOptions: new QueryRequestOptions { PartitionKey = key });
        return await AllAsync(iterator);
    }

    /// <summary>Reads one page per iterator, each resumed from the continuation token of the previous one.</summary>
    public static async Task<List<T>> ResumedAsync<T>(Container container, string? sql, int pageSize, PartitionKey? key = null)
    {
        var all = new List<T>();
        string? continuation = null;
        do
        {
            var options = new QueryRequestOptions { MaxItemCount = pageSize, PartitionKey = key };
            using var iterator = container.GetItemQueryIterator<T>(sql, continuation, options);
            var page = await iterator.ReadNextAsync();
            all.AddRange(page);
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);

        return all;
    }
}
