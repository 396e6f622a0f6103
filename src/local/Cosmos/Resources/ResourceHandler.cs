using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>Requests for databases, containers and partition key ranges.</summary>
sealed class ResourceHandler(Account account)
{
    public async ValueTask<Reply> CreateDatabaseAsync(GatewayRequest request)
    {
        if (ReadThroughput(request) is not null)
        {
            throw RequestRefusedException.BadRequest("Throughput shared by a database is not supported by this local server; set it on containers.");
        }

        var (database, durable) = account.CreateDatabase(ReadId(request.Body));
        await durable;
        return DatabaseReply(201, database);
    }

    public Reply ReadDatabase(GatewayRequest request) => DatabaseReply(200, account.Get(request.Path.Database));

    public async ValueTask<Reply> DeleteDatabaseAsync(GatewayRequest request)
    {
        await account.Delete(account.Get(request.Path.Database));
        return new Reply(204);
    }

    public Reply ListDatabases(GatewayRequest request) =>
        Feed(request, "", "Databases", account.Databases.Select(database => database.Json));

    public async ValueTask<Reply> CreateContainerAsync(GatewayRequest request)
    {
        var database = account.Get(request.Path.Database);
        var (container, durable) = account.CreateContainer(database, request.Body, ReadThroughput(request));
        await durable;
        return ContainerReply(201, container);
    }

    public Reply ReadContainer(GatewayRequest request) =>
        ContainerReply(200, account.Get(request.Path.Database, request.Path.Container));

    public async ValueTask<Reply> ReplaceContainerAsync(GatewayRequest request)
    {
        var container = account.Get(request.Path.Database, request.Path.Container);
        await account.ReplaceContainer(container, request.Body);
        return ContainerReply(200, container);
    }

    public async ValueTask<Reply> DeleteContainerAsync(GatewayRequest request)
    {
        await account.Delete(account.Get(request.Path.Database, request.Path.Container));
        return new Reply(204);
    }

    public Reply ListContainers(GatewayRequest request)
    {
        var database = account.Get(request.Path.Database);
        var all = database.Containers.Values.Select(container => container.Definition.Json);
        return Feed(request, database.Rid, "DocumentCollections", all);
    }

    /// <summary>Returns the ranges, then 304: they never split, and clients repeat the request until they get 304.</summary>
    public Reply ListPartitionKeyRanges(GatewayRequest request)
    {
        var container = account.Get(request.Path.Database, request.Path.Container);
        var etag = $"\"{container.Rid}\"";
        if (string.Equals(request.Header("If-None-Match"), etag, StringComparison.Ordinal))
        {
            return new Reply(304) { ETag = etag, ItemCount = 0 };
        }

        var ranges = container.Partitions.Select(partition => new JsonObject
        {
            ["id"] = partition.Id,
            ["minInclusive"] = partition.Range.Min,
            ["maxExclusive"] = partition.Range.Max,
            ["parents"] = new JsonArray(),
            ["status"] = "online",
            ["throughputFraction"] = 1.0 / container.Partitions.Count,
            ["_rid"] = container.Definition.DocumentRid(long.Parse(partition.Id) + 1),
            ["_self"] = $"{container.Definition.Self}pkranges/{partition.Id}/",
            ["_etag"] = etag,
            ["_ts"] = 0,
        }.ToJsonString());
        return Feed(request, container.Rid, "PartitionKeyRanges", ranges, etag);
    }

    static Reply DatabaseReply(int status, Database database)
    {
        using var document = JsonDocument.Parse(database.Json);
        return Reply.Json(status, database.Json, document.RootElement.GetProperty("_etag").GetString());
    }

    static Reply ContainerReply(int status, Container container) => new(status)
    {
        Body = Encoding.UTF8.GetBytes(container.Definition.Json),
        ETag = container.Definition.ETag,
        AltContentPath = container.AlternateName,
        ContentPath = container.Rid,
    };

    static Reply Feed(GatewayRequest request, string rid, string member, IEnumerable<string> resources, string? etag = null)
    {
        if (request.Method is not "GET")
        {
            throw RequestRefusedException.BadRequest("A query over databases or containers is not supported by this local server; list them instead.");
        }

        string[] all = [.. resources];
        return new(200)
        {
            Body = Encoding.UTF8.GetBytes($"{{\"_rid\":\"{rid}\",\"{member}\":[{string.Join(',', all)}],\"_count\":{all.Length}}}"),
            ETag = etag,
            ItemCount = all.Length,
        };
    }

    /// <summary>Request units per second of a create request, with autoscale the maximum; null when it sets none.</summary>
    static int? ReadThroughput(GatewayRequest request)
    {
        if (int.TryParse(request.Header(CosmosHeaders.Throughput), out var units))
        {
            return units;
        }

        try
        {
            return request.Header(CosmosHeaders.AutoscaleSettings) is { } settings ? (int)JsonNode.Parse(settings)!["maxThroughput"]! : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw RequestRefusedException.BadRequest("The autoscale settings are not valid.");
        }
    }

    static string ReadId(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("id").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw RequestRefusedException.BadRequest("The request body must be a JSON object with an id.");
        }
    }
}
