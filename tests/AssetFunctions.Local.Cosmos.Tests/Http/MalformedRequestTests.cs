using System.Text.Json;
using AssetFunctions.Local.Cosmos.Tests.Support;

namespace AssetFunctions.Local.Cosmos.Tests.Http;

public sealed class MalformedRequestTests : CosmosTest
{
    const string Feed = "/dbs/db/colls/items/docs";
    static readonly (string, string) PHeader = ("x-ms-documentdb-partitionkey", """["p"]""");

    [Theory]
    [InlineData("p")]
    [InlineData("\"p\"")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("""["p","q"]""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("[[1]]")]
    public async Task A_malformed_key_is_refused(string key)
    {
        using var raw = new RawClient(Server.Endpoint);

        Assert.Equal(400, (await raw.SendAsync("GET", Feed + "/a", "", ("x-ms-documentdb-partitionkey", key))).Status);
    }

    [Theory]
    [InlineData("GET", Feed + "/a")]
    [InlineData("POST", Feed)]
    [InlineData("DELETE", Feed + "/a")]
    public async Task A_point_operation_needs_a_key(string method, string path)
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync(method, path, """{"id":"a"}""");

        Assert.Equal(400, reply.Status);
        Assert.Contains("PartitionKey value must be supplied", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"operations":5}""")]
    [InlineData("""{"operations":[]}""")]
    [InlineData("""{"operations":[5]}""")]
    [InlineData("""{"operations":[{"op":"set"}]}""")]
    [InlineData("""{"operations":[{"op":"set","path":"/v"}]}""")]
    [InlineData("""{"operations":[{"op":"set","path":"v","value":1}]}""")]
    [InlineData("""{"operations":[{"op":"set","path":"/","value":1}]}""")]
    [InlineData("""{"operations":[{"op":"burn","path":"/v","value":1}]}""")]
    [InlineData("""{"operations":[{"op":"incr","path":"/v","value":"1"}]}""")]
    [InlineData("""{"operations":[{"op":"move","path":"/v"}]}""")]
    [InlineData("""{"operations":[{"op":"remove","path":"/v"}],"condition":5}""")]
    public async Task A_malformed_patch_is_refused(string body)
    {
        await CreateAsync(new Doc("a", "p"));
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync("PATCH", Feed + "/a", body, PHeader);

        Assert.Equal(400, reply.Status);
        Assert.Contains("\"code\":\"BadRequest\"", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_document_is_refused_with_the_remedy()
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync("POST", Feed, [0x80, 0xE0], PHeader);

        Assert.Equal(400, reply.Status);
        Assert.Contains("switch the binary encoding of the client off", reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"query":5}""")]
    [InlineData("""{"query":""}""")]
    [InlineData("""{"query":"SELECT * FROM c","parameters":[{"name":5}]}""")]
    public async Task A_malformed_query_is_refused(string body)
    {
        using var raw = new RawClient(Server.Endpoint);

        Assert.Equal(400, (await raw.SendAsync("POST", Feed, body, PHeader, ("x-ms-documentdb-isquery", "True"))).Status);
        Assert.Equal(400, (await raw.SendAsync("POST", Feed, body, PHeader, ("x-ms-cosmos-is-query-plan-request", "True"))).Status);
    }

    [Theory]
    [InlineData("x-ms-continuation", "nonsense", 400)]
    [InlineData("x-ms-documentdb-partitionkeyrangeid", "77", 410)]
    [InlineData("x-ms-consistency-level", "Strong", 400)]
    [InlineData("x-ms-session-token", "0:-1#99999999", 404)]
    public async Task A_header_that_cannot_be_honoured_is_refused(string name, string value, int status)
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync(
            "POST", Feed, """{"query":"SELECT * FROM c"}""", ("x-ms-documentdb-isquery", "True"), (name, value));

        Assert.Equal(status, reply.Status);
        Assert.Equal(status switch { 410 or 404 => "1002", _ => null }, reply.Header("x-ms-substatus"));
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/dbs/db/colls/items/docs/a/b", 404)]
    [InlineData("PATCH", "/dbs/db", 405)]
    [InlineData("GET", "/dbs/db/colls/items/sprocs", 501)]
    [InlineData("GET", "/dbs/db/users", 501)]
    public async Task A_request_for_an_unknown_resource_is_refused_with_a_message(string method, string path, int status)
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync(method, path, "");

        Assert.Equal(status, reply.Status);
        Assert.Contains("\"message\":", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_has_the_headers_that_clients_read()
    {
        using var raw = new RawClient(Server.Endpoint);
        var container = await raw.SendAsync("GET", "/dbs/db/colls/items", "");
        var created = await raw.SendAsync("POST", Feed, """{"id":"a","pk":"p"}""", PHeader, ("x-ms-activity-id", "5f1c2c5e-0000-0000-0000-000000000000"));
        var missing = await raw.SendAsync("GET", Feed + "/b", "", PHeader);

        Assert.Equal("5f1c2c5e-0000-0000-0000-000000000000", created.Header("x-ms-activity-id"));
        Assert.Equal("dbs/db/colls/items", created.Header("x-ms-alt-content-path"));
        Assert.Equal(container.Header("x-ms-content-path"), created.Header("x-ms-content-path"));
        Assert.Equal("0", created.Header("x-ms-documentdb-partitionkeyrangeid"));
        Assert.Matches("^0:-1#[0-9]+$", created.Header("x-ms-session-token"));
        Assert.All(
            new[] { "ETag", "x-ms-request-charge", "x-ms-resource-quota", "x-ms-resource-usage" },
            name => Assert.NotNull(created.Header(name)));
        Assert.Null(missing.Header("x-ms-content-path"));
        Assert.Null(missing.Header("x-ms-alt-content-path"));
        Assert.NotNull(missing.Header("x-ms-request-charge"));
    }

    [Fact]
    public async Task Resources_can_be_addressed_by_rid()
    {
        using var raw = new RawClient(Server.Endpoint);
        using var definition = JsonDocument.Parse((await raw.SendAsync("GET", "/dbs/db/colls/items", "")).Body);
        var path = "/" + definition.RootElement.GetProperty("_self").GetString() + "pkranges";
        var ranges = await raw.SendAsync("GET", path, "");
        var known = await raw.SendAsync("GET", path, "", ("If-None-Match", ranges.Header("ETag")!));

        Assert.Equal(200, ranges.Status);
        Assert.Contains("\"maxExclusive\":\"FF\"", ranges.Body, StringComparison.Ordinal);
        Assert.Equal(304, known.Status);
        Assert.Equal(404, (await raw.SendAsync("GET", "/dbs/db/colls/AAAAAIAAAAE=/pkranges", "")).Status);
    }
}
