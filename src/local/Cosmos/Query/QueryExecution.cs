using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Evaluation;
using AssetFunctions.Local.Cosmos.Query.Values;
using ExecutionContext = AssetFunctions.Local.Cosmos.Query.Evaluation.ExecutionContext;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>One evaluation of a query over documents in storage order.</summary>
public sealed class QueryExecution
{
    static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    readonly ArrayBufferWriter<byte> buffer = new();

    QueryExecution()
    {
    }

    /// <summary>
    /// Yields results as they are asked for: a streaming query reads no further than the document of the last result,
    /// any other reads all documents before its first.
    /// </summary>
    /// <exception cref="SqlQueryException">A parameter is missing, or TOP, OFFSET or LIMIT is no count.</exception>
    public static IEnumerable<QueryResult> Run(
        SqlQuery query,
        QueryParameters parameters,
        IEnumerable<QueryDocument> documents,
        TimeProvider clock,
        CancellationToken cancellationToken = default)
    {
        var context = new ExecutionContext(parameters, clock, cancellationToken);
        var compiled = new QueryCompiler(context).Compile(query.Tree, isOutermost: true);
        var feed = new DocumentFeed(documents);
        var results = compiled.Results(NewRow(context), feed);
        var isStreaming = query.IsStreaming;
        var execution = new QueryExecution();
        return results.Select(value => new QueryResult(execution.Serialize(value), isStreaming ? feed.Rid : null));
    }

    internal static SqlValue[] NewRow(ExecutionContext context)
    {
        var row = new SqlValue[context.SlotCount];
        Array.Fill(row, SqlValue.Undefined);
        return row;
    }

    byte[] Serialize(SqlValue value)
    {
        buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        value.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
