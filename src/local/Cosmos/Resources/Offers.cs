using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>
/// Provisioned throughput as clients read and change it. It is remembered, not enforced; a limit that bites is set with
/// the fault injector.
/// </summary>
sealed class Offers(Account account)
{
    /// <summary>What a container has that was created without throughput in a database without throughput to share.</summary>
    const string Default = """{"offerThroughput":400}""";

    /// <summary>The offer content a create request asks for; null when it names no throughput.</summary>
    public static string? ReadThroughput(GatewayRequest request)
    {
        if (int.TryParse(request.Header(CosmosHeaders.Throughput), out var units))
        {
            return new JsonObject { ["offerThroughput"] = units }.ToJsonString();
        }

        if (request.Header(CosmosHeaders.AutoscaleSettings) is not { } settings)
        {
            return null;
        }

        try
        {
            var autoscale = JsonNode.Parse(settings)!.AsObject();
            return new JsonObject
            {
                ["offerThroughput"] = (int)autoscale["maxThroughput"]! / 10,
                ["offerAutopilotSettings"] = autoscale,
            }.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw RequestRefusedException.BadRequest("The autoscale settings are not valid.");
        }
    }

    /// <summary>Answers the one query clients send here: the offer of a resource, by its rid.</summary>
    public Reply Query(GatewayRequest request) => Feed(ReadTarget(request.Body));

    public Reply List() => Feed(null);

    Reply Feed(string? target)
    {
        string[] offers = [.. All().Where(offer => target is null || string.Equals(offer.Rid, target, StringComparison.Ordinal)).Select(Describe)];
        return new Reply(200)
        {
            Body = Encoding.UTF8.GetBytes($"{{\"_rid\":\"\",\"Offers\":[{string.Join(',', offers)}],\"_count\":{offers.Length}}}"),
            ItemCount = offers.Length,
        };
    }

    public Reply Read(string offerId) => Reply.Json(200, Describe(Find(offerId)));

    public async ValueTask<Reply> ReplaceAsync(string offerId, ReadOnlyMemory<byte> body)
    {
        var offer = Find(offerId);
        var content = ReadContent(body);
        var container = account.Containers.FirstOrDefault(candidate => string.Equals(candidate.Rid, offer.Rid, StringComparison.Ordinal));
        if (container is not null)
        {
            container.Throughput = content;
            await account.Store(container);
        }
        else if (account.Find(offer.Rid) is { } database)
        {
            database.Throughput = content;
            await account.Store(database);
        }

        return Reply.Json(200, Describe(offer with { Content = content }));
    }

    static string ReadContent(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("content").GetRawText();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw RequestRefusedException.BadRequest("The offer is not valid.");
        }
    }

    static string? ReadTarget(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("parameters", out var parameters) && parameters.GetArrayLength() == 1
                ? parameters[0].GetProperty("value").GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw RequestRefusedException.BadRequest("The offer query is not valid.");
        }
    }

    static string Describe(Offer offer) => new JsonObject
    {
        ["id"] = offer.Id,
        ["resource"] = offer.Self,
        ["offerType"] = "Invalid",
        ["offerVersion"] = "V2",
        ["offerResourceId"] = offer.Rid,
        ["content"] = JsonNode.Parse(offer.Content),
        ["_rid"] = offer.Id,
        ["_self"] = $"offers/{offer.Id}/",
        ["_etag"] = "\"0\"",
        ["_ts"] = 0,
    }.ToJsonString();

    IEnumerable<Offer> All()
    {
        foreach (var database in account.Databases)
        {
            if (database.Throughput is not null)
            {
                yield return new Offer(database.Rid, database.Self, database.Throughput);
            }
        }

        foreach (var container in account.Containers)
        {
            if (container.Throughput is not null || container.Database.Throughput is null)
            {
                yield return new Offer(container.Rid, container.Definition.Self, container.Throughput ?? Default);
            }
        }
    }

    // Clients address an offer by the id they were given or by its lower-cased form.
    Offer Find(string offerId) =>
        All().FirstOrDefault(offer => string.Equals(offer.Id, offerId, StringComparison.OrdinalIgnoreCase))
        ?? throw RequestRefusedException.NotFound();

    sealed record Offer(string Rid, string Self, string Content)
    {
        /// <summary>An id of the shape offers have, four bytes: the last four of the resource's own, which no other resource has.</summary>
        public string Id => ResourceId.Database(ResourceId.NumberOf(Rid));
    }
}
