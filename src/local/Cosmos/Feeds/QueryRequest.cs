using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Query;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>The body of a query: text, parameters and, when a sorted query is resumed, where to resume.</summary>
sealed record QueryRequest(SqlQuery Query, QueryParameters Parameters, ResumeFilter? Resume)
{
    /// <summary>The longest query text (documented service limit).</summary>
    const int LongestText = 512 * 1024;

    /// <exception cref="RequestRefusedException">400 when the body is no query or the SQL is not valid.</exception>
    public static QueryRequest Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
            var root = document.RootElement;
            var text = root.GetProperty("query").GetString() ?? "";
            if (text.Length > LongestText)
            {
                throw RequestRefusedException.BadRequest("The SQL query text exceeded the maximum limit of 524288 characters.");
            }

            root.TryGetProperty("parameters", out var parameters);
            return new QueryRequest(SqlQuery.Parse(text), QueryParameters.Parse(parameters), ResumeFilter.Read(root));
        }
        catch (SqlQueryException e)
        {
            throw RequestRefusedException.BadRequest(e.ToErrorJson());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RequestRefusedException.BadRequest("The request body must be a JSON object with a query.");
        }
    }
}
