using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Query;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>A partial document update: an optional condition and up to ten operations, applied in order.</summary>
sealed class PatchDocument
{
    const int MaxOperations = 10;

    static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 128,
    };

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    readonly Expression? _condition;
    readonly List<PatchOperation> _operations;

    PatchDocument(Expression? condition, List<PatchOperation> operations)
    {
        _condition = condition;
        _operations = operations;
    }

    public int Count => _operations.Count;

    /// <exception cref="RequestRefusedException">400 when the body is not a valid patch.</exception>
    public static PatchDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            var operations = new List<PatchOperation>();
            foreach (var operation in root.GetProperty("operations").EnumerateArray())
            {
                operations.Add(PatchOperation.Parse(operation, operations.Count + 1));
            }

            if (operations.Count is 0 or > MaxOperations)
            {
                throw RequestRefusedException.BadRequest(
                    $"Message: {{\"Errors\":[\"The number of patch operations must be between 1 and {MaxOperations}.\"]}}");
            }

            return new PatchDocument(ParseCondition(root), operations);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"The patch is not valid.\"]}");
        }
    }

    /// <summary>Whether the condition holds for the stored document.</summary>
    public bool Matches(ReadOnlyMemory<byte> body) => QueryExecution.Matches(_condition, body);

    /// <summary>The document after all operations.</summary>
    /// <exception cref="RequestRefusedException">400 when an operation cannot be applied; nothing is changed then.</exception>
    public byte[] Apply(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonNode.Parse(body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 128 })!.AsObject();
            for (var i = 0; i < _operations.Count; i++)
            {
                _operations[i].Apply(document, i + 1);
            }

            return JsonSerializer.SerializeToUtf8Bytes(document, Relaxed);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"A document with text that is not valid Unicode cannot be patched.\"]}");
        }
    }

    static Expression? ParseCondition(JsonElement root)
    {
        if (!root.TryGetProperty("condition", out var condition) || condition.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return SqlQuery.ParseCondition(condition.GetString()!);
        }
        catch (SqlQueryException e)
        {
            throw RequestRefusedException.BadRequest(e.ToErrorJson());
        }
    }
}
