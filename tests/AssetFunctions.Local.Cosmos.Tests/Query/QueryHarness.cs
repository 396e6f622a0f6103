using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>Runs SQL over documents given as JSON text; single quotes replace double ones to keep cases readable.</summary>
static class QueryHarness
{
    public static string Json(string relaxed) => relaxed.Replace('\'', '"');

    public static IEnumerable<QueryDocument> Documents(params string[] documents) =>
        documents.Select((document, index) => new QueryDocument(index, Encoding.UTF8.GetBytes(Json(document))));

    public static IReadOnlyDictionary<string, JsonElement> Parameters(string? relaxed) => relaxed is null
        ? QueryParameters.None
        : JsonElement.Parse(Json(relaxed)).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    public static List<string> Results(string sql, IEnumerable<QueryDocument> documents, string? parameters = null) =>
        [.. Execute(SqlQuery.Parse(sql, Parameters(parameters)), documents).Select(result => Encoding.UTF8.GetString(result.Json.Span))];

    /// <summary>Runs a query with every path indexed.</summary>
    public static IEnumerable<QueryResult> Execute(SqlQuery query, IEnumerable<QueryDocument> documents) =>
        QueryExecution.Run(query, documents, new QueryLoad(query, IndexingPolicy.Parse(JsonElement.Parse(IndexingPolicy.DefaultJson))));

    /// <summary>The results as one JSON array.</summary>
    public static string Run(string sql, string[] documents, string? parameters = null) =>
        $"[{string.Join(',', Results(sql, Documents(documents), parameters))}]";

    /// <summary>The value of an expression over an empty document, or "undefined".</summary>
    public static string Value(string expression, string? parameters = null) =>
        Results($"SELECT VALUE {expression} FROM c", Documents("{}"), parameters).SingleOrDefault("undefined");

    public static SqlQueryException Refused(string sql) => Assert.Throws<SqlQueryException>(() => SqlQuery.Parse(sql));
}
