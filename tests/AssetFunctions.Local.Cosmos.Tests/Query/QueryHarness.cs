using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>Runs SQL over documents given as JSON text; single quotes stand for double ones to keep cases readable.</summary>
static class QueryHarness
{
    public static string Json(string relaxed) => relaxed.Replace('\'', '"');

    public static JsonElement Element(string relaxed)
    {
        using var json = JsonDocument.Parse(Json(relaxed));
        return json.RootElement.Clone();
    }

    public static IEnumerable<QueryDocument> Documents(params string[] documents) =>
        documents.Select((document, index) => new QueryDocument(Element(document), $"rid{index}"));

    public static QueryParameters Parameters(string? relaxed) => relaxed is null
        ? QueryParameters.None
        : QueryParameters.Parse(Element("[" + string.Join(',', Element(relaxed).EnumerateObject().Select(
            member => $$"""{"name":"{{member.Name}}","value":{{member.Value.GetRawText()}}}""")) + "]"));

    public static List<string> Results(string sql, IEnumerable<QueryDocument> documents, string? parameters = null) =>
        [.. QueryExecution
            .Run(SqlQuery.Parse(sql), Parameters(parameters), documents, TimeProvider.System)
            .Select(result => Encoding.UTF8.GetString(result.Json.Span))];

    /// <summary>The results as one JSON array.</summary>
    public static string Run(string sql, string[] documents, string? parameters = null) =>
        $"[{string.Join(',', Results(sql, Documents(documents), parameters))}]";

    /// <summary>The value of an expression over no document, or "undefined".</summary>
    public static string Value(string expression, string? parameters = null) =>
        Results($"SELECT VALUE {expression}", [], parameters).SingleOrDefault("undefined");

    public static SqlQueryException Refused(string sql) => Assert.Throws<SqlQueryException>(() => SqlQuery.Parse(sql));
}
