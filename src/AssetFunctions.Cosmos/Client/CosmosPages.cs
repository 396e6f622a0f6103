using System.Net;
using System.Text;
using System.Text.Json;
using AssetFunctions.Sync;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Client;

/// <summary>
/// Queries that go on page by page with a continuation that callers keep in between. The continuation is the SDK's own, and what comes back may
/// be anything: the SDK parses it and sends the tokens in it as a header, never as part of the query.
/// </summary>
static class CosmosPages
{
    /// <param name="continuation">What the page before named, or null for the first one.</param>
    /// <param name="partition">The logical partition, or null for all of them.</param>
    /// <exception cref="InvalidContinuationException">The continuation is none that a page can have named.</exception>
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

    /// <summary>Reads the next page; one request, and one more where the query has no partition, for its plan.</summary>
    /// <exception cref="InvalidContinuationException">The database does not know the continuation that the query began with.</exception>
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

    // JSON whose texts can stand in a header.
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
