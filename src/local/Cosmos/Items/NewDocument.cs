using System.Runtime.InteropServices;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Partitioning;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>
/// A validated document about to be stored, with everything that can be computed before the partition is locked.
/// </summary>
sealed class NewDocument
{
    /// <summary>The size limit of 2 MB, counted as 2 MiB of UTF-8 JSON.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>First byte of the binary JSON that clients send with <c>AZURE_COSMOS_BINARY_ENCODING_ENABLED</c>.</summary>
    const byte BinaryJson = 0x80;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    public required string Id { get; init; }

    public required PartitionKeyValue Key { get; init; }

    /// <summary>
    /// The document without system properties and without the closing brace. It may point into the request's buffer,
    /// so it is valid only until the reply is sent.
    /// </summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The document's own <c>ttl</c>, see <see cref="TimeToLive"/>.</summary>
    public required int? Lifetime { get; init; }

    /// <summary>The index terms, see <see cref="IndexTerms"/>.</summary>
    public required ulong[] Terms { get; init; }

    /// <exception cref="RequestRefusedException">400 for anything the service does not store, 413 above 2 MB.</exception>
    public static NewDocument Parse(ReadOnlyMemory<byte> json, ContainerDefinition container)
    {
        if (json.Length > MaxBytes)
        {
            throw RequestRefusedException.TooLarge();
        }

        if (json.Span is [BinaryJson, ..])
        {
            throw RequestRefusedException.BadRequest("The local server reads JSON text; switch the binary encoding of the client off.");
        }

        try
        {
            var exact = JsonInput.RoundNumbers(json);
            using var document = JsonDocument.Parse(exact, Strict);
            return Read(document.RootElement, exact, container);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // JsonDocument reports an unpaired surrogate escape only when the text is read, as InvalidOperationException.
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"The request body is not valid JSON.\"]}");
        }
    }

    static NewDocument Read(JsonElement root, ReadOnlyMemory<byte> json, ContainerDefinition container)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"The document must be a JSON object.\"]}");
        }

        string? id = null;
        int? lifetime = null;
        var hasSystemProperties = false;
        foreach (var property in root.EnumerateObject())
        {
            if (property.NameEquals("id"u8))
            {
                id = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : "";
            }
            else if (property.NameEquals("ttl"u8))
            {
                lifetime = TimeToLive.Read(property.Value)
                    ?? (container.DefaultTimeToLive is null ? null : throw TimeToLive.Invalid());
            }

            hasSystemProperties |= SystemProperties.Includes(property);
        }

        ItemId.Check(id ?? throw RequestRefusedException.BadRequest(
            "Message: {\"Errors\":[\"The input content is invalid because the required properties - 'id; ' - are missing\"]}"));
        return new NewDocument
        {
            Id = id,
            Key = PartitionKeyValue.OfDocument(root, container.PartitionKey),
            Content = hasSystemProperties ? WithoutSystemProperties(root) : WithoutClosingBrace(json),
            Lifetime = lifetime,
            Terms = IndexTerms.Of(root, container.Indexing),
        };
    }

    static ReadOnlyMemory<byte> WithoutClosingBrace(ReadOnlyMemory<byte> json)
    {
        var start = json.Span.IndexOf((byte)'{');
        return json[start..json.Span.LastIndexOf((byte)'}')];
    }

    static byte[] WithoutSystemProperties(JsonElement root)
    {
        var content = new MemoryStream(256);
        content.WriteByte((byte)'{');
        foreach (var property in root.EnumerateObject())
        {
            if (!SystemProperties.Includes(property))
            {
                Copy(property, content);
            }
        }

        return content.ToArray();
    }

    static void Copy(JsonProperty property, MemoryStream content)
    {
        if (content.Length > 1)
        {
            content.WriteByte((byte)',');
        }

        content.WriteByte((byte)'"');
        content.Write(JsonMarshal.GetRawUtf8PropertyName(property));
        content.Write("\":"u8);
        content.Write(JsonMarshal.GetRawUtf8Value(property.Value));
    }

    /// <summary>Completes the document with its system properties.</summary>
    /// <param name="version">The version being written.</param>
    /// <param name="before">The version being replaced, if any; its identity carries over.</param>
    public Item Complete(long version, Item? before, ContainerDefinition container, long timestamp)
    {
        var rid = before?.Rid ?? version;
        var body = SystemProperties.Append(Content.Span, container, rid, version, timestamp);
        return new Item
        {
            Id = before?.Id ?? Id,
            Epk = before?.Epk ?? Key.Epk,
            Rid = rid,
            Version = version,
            Timestamp = timestamp,
            Body = body,
            TimeToLive = Lifetime,
            Terms = IndexTerms.WithTime(Terms, version),
        };
    }
}
