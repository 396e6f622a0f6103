using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Feeds;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Query;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>Queries over the few databases or containers there are; all results fit one page.</summary>
static class ResourceQuery
{
    /// <summary>The resources, each given as JSON, that the query of the request selects; all when it carries none.</summary>
    /// <exception cref="RequestRefusedException">400 when the query is not valid.</exception>
    public static string[] Select(GatewayRequest request, IEnumerable<string> resources, TimeProvider clock)
    {
        if (request.Method is "GET")
        {
            return [.. resources];
        }

        var query = QueryRequest.Parse(request.Body);
        JsonDocument[] documents = [.. resources.Select(json => JsonDocument.Parse(json))];
        try
        {
            var sources = documents.Select(document => new QueryDocument(document.RootElement, ""));
            return [.. QueryExecution.Run(query.Query, query.Parameters, sources, clock).Select(result => Encoding.UTF8.GetString(result.Json.Span))];
        }
        catch (SqlQueryException e)
        {
            throw RequestRefusedException.BadRequest(e.ToErrorJson());
        }
        finally
        {
            Array.ForEach(documents, document => document.Dispose());
        }
    }
}
