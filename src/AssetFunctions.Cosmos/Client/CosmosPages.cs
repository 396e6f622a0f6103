using System.Net;
using System.Text;
using System.Text.Json;
using AssetFunctions.Sync;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Client;

/// <summary>
/// Paged queries whose continuation callers keep between pages. It is the SDK's own and may come back altered, which is safe: the SDK parses it and
/// sends its tokens as a header, never as part of the query.
/// </summary>
static class CosmosPages
{
    /// <param name="continuation">Continuation of the previous page, or null for the first one.</param>
    /// <param name="partition">The logical partition, or null for all.</param>
    /// <exception cref="InvalidContinuationException">The continuation cannot be one of the SDK's.</exception>
    public static FeedIterator<T> QueryFrom<T>(this Container container, QueryDefinition query, string? continuation, int pageSize, PartitionKey? partition = null)
    {
        if (continuation is not null && !IsPlausible(continuation))
        {
            throw new InvalidContinuationException();
        }

        var options = new QueryRequestOptions
        {
            PartitionKey = partition,
            MaxItemCount = pageSize,
            MaxConcurrency = 1,
            ResponseContinuationTokenLimitInKb = CosmosDefaults.ContinuationKilobytes,
        };
        return container.GetItemQueryIterator<T>(query, continuation, options);
    }

    /// <summary>Reads the next page. One request, and one more for the query plan when the query has no partition.</summary>
    /// <exception cref="InvalidContinuationException">The database rejects the continuation.</exception>
    public static async Task<FeedResponse<T>> ReadPageAsync<T>(this FeedIterator<T> pages, string? continuation, CancellationToken cancellationToken)
    {
        try
        {
            return await pages.ReadNextAsync(cancellationToken);
        }
        catch (CosmosException ex) when (ex.StatusCode == HttpStatusCode.BadRequest && continuation is not null)
        {
            throw new InvalidContinuationException(ex);
        }
    }

    // JSON whose strings are valid in a header.
    static bool IsPlausible(string continuation)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(continuation));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.GetString()!.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
