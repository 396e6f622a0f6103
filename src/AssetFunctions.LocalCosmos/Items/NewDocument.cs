using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AssetFunctions.LocalCosmos.Http;
using AssetFunctions.LocalCosmos.Metering;
using AssetFunctions.LocalCosmos.Partitioning;
using AssetFunctions.LocalCosmos.Resources;

namespace AssetFunctions.LocalCosmos.Items;

/// <summary>
/// A checked document on its way into a container: everything that can be worked out before the partition is locked.
/// </summary>
internal sealed class NewDocument
{
    /// <summary>2 MB, taken as 2 × 1024 × 1024 bytes of UTF-8 JSON.</summary>
    public const int LargestBytes = 2 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    private static readonly string[] SystemProperties = ["_rid", "_self", "_etag", "_ts", "_attachments", "_lsn"];

    public required string Id { get; init; }

    public required PartitionKeyValue Key { get; init; }

    /// <summary>The document as compact members between braces, without system properties and without the closing brace.</summary>
    public required byte[] Content { get; init; }

    public required int? TimeToLive { get; init; }

    public required IReadOnlyList<string> UniqueValues { get; init; }

    /// <summary>Hashes of the terms the indexing policy puts in the index.</summary>
    public required HashSet<ulong> Terms { get; init; }

    /// <exception cref="RequestRefusedException">400 for anything the service does not store, 413 above 2 MB.</exception>
    public static NewDocument Parse(ReadOnlyMemory<byte> json, ContainerDefinition container)
    {
        if (json.Length > LargestBytes)
        {
            throw RequestRefusedException.TooLarge();
        }

        try
        {
            var exact = NumberPrecision.ToDouble(json);
            using var document = JsonDocument.Parse(exact, Strict);
            return Read(document.RootElement, container);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // JsonDocument reports an unpaired surrogate escape only when the text is read, as InvalidOperationException.
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"The request body is not valid JSON.\"]}");
        }
    }

    private static NewDocument Read(JsonElement root, ContainerDefinition container)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"The document must be a JSON object.\"]}");
        }

        var content = new MemoryStream(256);
        content.WriteByte((byte)'{');
        string? id = null;
        int? timeToLive = null;
        foreach (var property in root.EnumerateObject())
        {
            if (IsSystemProperty(property))
            {
                continue;
            }

            if (property.NameEquals("id"u8))
            {
                id = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : "";
            }
            else if (property.NameEquals("ttl"u8) && container.DefaultTimeToLive is not null)
            {
                timeToLive = ReadTimeToLive(property.Value);
            }

            Copy(property, content);
        }

        ItemId.Check(id ?? throw RequestRefusedException.BadRequest(
            "Message: {\"Errors\":[\"The input content is invalid because the required properties - 'id; ' - are missing\"]}"));
        return new NewDocument
        {
            Id = id,
            Key = PartitionKeyValue.OfDocument(root, container.PartitionKey),
            Content = content.ToArray(),
            TimeToLive = timeToLive,
            UniqueValues = container.UniqueKeys.ValuesOf(root),
            Terms = IndexTerms.Of(root, container.Indexing),
        };
    }

    private static bool IsSystemProperty(JsonProperty property)
    {
        if (JsonMarshal.GetRawUtf8PropertyName(property) is not [(byte)'_', ..])
        {
            return false;
        }

        foreach (var name in SystemProperties)
        {
            if (property.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private static void Copy(JsonProperty property, MemoryStream content)
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

    private static int? ReadTimeToLive(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var seconds) || seconds is 0 or < -1)
        {
            throw RequestRefusedException.BadRequest(
                "Message: {\"Errors\":[\"The input ttl is invalid. Ensure to provide a nonzero positive integer or -1.\"]}");
        }

        return seconds;
    }

    /// <summary>Completes the document with its system properties.</summary>
    /// <param name="version">The version being written.</param>
    /// <param name="before">The version being replaced, if any: identity carries over.</param>
    public Item Complete(long version, Item? before, ContainerDefinition container, long timestamp)
    {
        var rid = before?.Rid ?? version;
        var ridText = container.DocumentRid(rid);
        var separator = Content.Length > 1 ? "," : "";
        var suffix = $"{separator}\"_rid\":\"{ridText}\",\"_self\":\"{container.Self}docs/{ridText}/\",\"_etag\":\"\\{EntityTag.Of(version)[..^1]}\\\"\",\"_attachments\":\"attachments/\",\"_ts\":{timestamp}}}";
        var body = new byte[Content.Length + suffix.Length];
        Content.CopyTo(body, 0);
        Encoding.ASCII.GetBytes(suffix, body.AsSpan(Content.Length));
        return new Item
        {
            Id = before?.Id ?? Id,
            Epk = before?.Epk ?? Key.Epk,
            Rid = rid,
            Version = version,
            Timestamp = timestamp,
            Body = body,
            ContentLength = Content.Length + 1,
            TimeToLive = TimeToLive,
            UniqueValues = UniqueValues,
        };
    }
}
