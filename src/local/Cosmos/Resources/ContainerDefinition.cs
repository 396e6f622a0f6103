using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>A container definition, validated and parsed.</summary>
sealed class ContainerDefinition
{
    /// <summary>Features of a container that only the service supports.</summary>
    static readonly string[] UnsupportedFeatures = ["uniqueKeyPolicy", "conflictResolutionPolicy", "changeFeedPolicy", "vectorEmbeddingPolicy", "fullTextPolicy"];

    readonly byte[] _rid = new byte[8];

    ContainerDefinition(string databaseRid, string rid)
    {
        ResourceId.Decode(rid, _rid);
        Self = $"dbs/{databaseRid}/colls/{rid}/";
        Utf8Self = Encoding.ASCII.GetBytes(Self);
        Rid = rid;
    }

    public string Rid { get; }

    public string Self { get; }

    /// <summary><see cref="Self"/> in UTF-8.</summary>
    public byte[] Utf8Self { get; }

    public ReadOnlySpan<byte> BinaryRid => _rid;

    public required string Id { get; init; }

    public required DocumentPath PartitionKey { get; init; }

    /// <summary>Time to live, in seconds, of items without a <c>ttl</c> of their own; −1 for no expiry; null turns expiry off.</summary>
    public required int? DefaultTimeToLive { get; init; }

    public required IndexingPolicy Indexing { get; init; }

    /// <summary>The resource as clients see it, system properties included.</summary>
    public required string Json { get; init; }

    public required string ETag { get; init; }

    public string DocumentRid(long number) => ResourceId.Document(_rid, number);

    /// <param name="revision">Grows with each replacement; the entity tag is derived from it.</param>
    /// <exception cref="RequestRefusedException">400 when the definition is not usable.</exception>
    public static ContainerDefinition Parse(ReadOnlyMemory<byte> json, string databaseRid, string rid, long revision, long timestamp)
    {
        try
        {
            var node = JsonNode.Parse(json.Span) as JsonObject
                ?? throw RequestRefusedException.BadRequest("The container definition must be a JSON object.");
            AddDefaults(node);
            var etag = EntityTag.Of(revision);
            AddSystemProperties(node, $"dbs/{databaseRid}/colls/{rid}/", rid, etag, timestamp);
            return Read(node.ToJsonString(), databaseRid, rid);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw RequestRefusedException.BadRequest("The container definition is not valid: " + e.Message);
        }
    }

    /// <summary>Restores a definition from its stored JSON.</summary>
    public static ContainerDefinition Restore(string json, string databaseRid, string rid) => Read(json, databaseRid, rid);

    static ContainerDefinition Read(string json, string databaseRid, string rid)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var id = root.TryGetProperty("id", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        ItemId.CheckResource(id);
        return new ContainerDefinition(databaseRid, rid)
        {
            Id = id,
            PartitionKey = DocumentPath.OfKey(root.GetProperty("partitionKey")),
            DefaultTimeToLive = ReadTimeToLive(root),
            Indexing = IndexingPolicy.Parse(root.GetProperty("indexingPolicy")),
            Json = json,
            ETag = root.GetProperty("_etag").GetString()!,
        };
    }

    static void AddDefaults(JsonObject node)
    {
        if (node["partitionKey"] is not JsonObject key)
        {
            throw RequestRefusedException.BadRequest("The container definition needs a partition key.");
        }

        // Clients hash with the version they receive, and this server routes by version 2 only.
        key["version"] = 2;
        key["kind"] ??= "Hash";
        node["indexingPolicy"] ??= JsonNode.Parse(IndexingPolicy.DefaultJson);
        if (node["indexingPolicy"] is JsonObject policy)
        {
            policy["indexingMode"] ??= "consistent";
            policy["automatic"] ??= true;
            policy["includedPaths"] ??= new JsonArray();
            policy["excludedPaths"] ??= new JsonArray();
        }

        foreach (var feature in UnsupportedFeatures.Where(name => node[name] is JsonObject { Count: > 0 }))
        {
            throw RequestRefusedException.BadRequest($"The {feature} of a container is not supported by this local server.");
        }
    }

    static void AddSystemProperties(JsonObject node, string self, string rid, string etag, long timestamp)
    {
        node["_rid"] = rid;
        node["_ts"] = timestamp;
        node["_self"] = self;
        node["_etag"] = etag;
        node["_docs"] = "docs/";
        node["_sprocs"] = "sprocs/";
        node["_triggers"] = "triggers/";
        node["_udfs"] = "udfs/";
        node["_conflicts"] = "conflicts/";
    }

    static int? ReadTimeToLive(JsonElement root)
    {
        if (!root.TryGetProperty("defaultTtl", out var ttl) || ttl.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return TimeToLive.Read(ttl)
            ?? throw RequestRefusedException.BadRequest("The default time to live must be -1 or a positive number of seconds.");
    }
}
