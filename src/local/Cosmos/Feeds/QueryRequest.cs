using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Query;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>The body of a query: text with parameters and, when a sorted query is resumed, the position.</summary>
sealed record QueryRequest(SqlQuery Query, ResumeFilter? Resume)
{
    /// <exception cref="RequestRefusedException">400 when the body is not a query or the SQL is not valid.</exception>
    public static QueryRequest Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
            JsonInput.CheckText(body.Span);
            var root = document.RootElement;
            root.TryGetProperty("parameters", out var parameters);
            var query = SqlQuery.Parse(root.GetProperty("query").GetString() ?? "", QueryParameters.Parse(parameters));
            var resume = ResumeFilter.Read(root);
            return resume is null || query.OrderBy is not null
                ? new QueryRequest(query, resume)
                : throw RequestRefusedException.BadRequest("Only a sorted query can be resumed by its sort value.");
        }
        catch (SqlQueryException ex)
        {
            throw RequestRefusedException.BadRequest(ex.ToErrorJson());
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RequestRefusedException.BadRequest("The request body must be a JSON object with a query.");
        }
    }
}
