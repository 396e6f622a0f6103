using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Planning;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>Writes the plan that lets the client merge the answers of several partitions.</summary>
public static class QueryPlanner
{
    static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc cref="Plan(SqlQuery, QueryParameters)"/>
    public static string Plan(SqlQuery query) => Plan(query, QueryParameters.None);

    /// <summary>The whole reply to a plan request: what the client has to do, and the text each partition has to answer.</summary>
    /// <param name="parameters">Needed for TOP, OFFSET and LIMIT, whose values the client must know.</param>
    /// <exception cref="SqlQueryException">The query cannot be split over partitions, or a count is missing or invalid.</exception>
    public static string Plan(SqlQuery query, QueryParameters parameters)
    {
        var plan = QueryRewriter.Rewrite(query.Tree, parameters);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("partitionedQueryExecutionInfoVersion", 2);
            plan.WriteTo(writer);
            WriteFullRange(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    static void WriteFullRange(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("queryRanges");
        writer.WriteStartObject();
        writer.WriteString("min", "");
        writer.WriteString("max", "FF");
        writer.WriteBoolean("isMinInclusive", true);
        writer.WriteBoolean("isMaxInclusive", false);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
