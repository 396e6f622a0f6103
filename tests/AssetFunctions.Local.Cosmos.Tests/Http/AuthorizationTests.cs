using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Http;

public sealed class AuthorizationTests : CosmosTest
{
    const string Date = "thu, 27 apr 2017 00:51:12 gmt";

    [Fact]
    public async Task A_client_with_another_key_is_refused_at_once()
    {
        var options = new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true };
        var spent = await SpentOnAsync(async () =>
        {
            using var client = new CosmosClient(Server.Endpoint.ToString(), Convert.ToBase64String(new byte[64]), options);
            Assert.Equal("401/0", await RefusalOfAsync(() => client.GetDatabase("db").ReadAsync()));
        });

        // The client also reads the account by itself, as soon as it exists.
        Assert.Matches("^Account [12]$", Tally(spent));
    }

    [Theory]
    [InlineData(null, "Required Header authorization is missing")]
    [InlineData("nonsense", "can't serve the request")]
    [InlineData("type=master&ver=1.0&sig=", "can't serve the request")]
    [InlineData("type=master&ver=1.0&sig=%ZZ", "can't serve the request")]
    [InlineData("type=resource&ver=1.0&sig=AAAA", "can't serve the request")]
    public async Task A_request_without_a_valid_signature_is_refused(string? authorization, string message)
    {
        using var raw = new RawClient(Server.Endpoint);
        (string, string)[] headers = authorization is null ? [("x-ms-date", Date)] : [("x-ms-date", Date), ("authorization", authorization)];
        var reply = await raw.SendUnsignedAsync("GET", "/dbs/db", [], headers);

        Assert.Equal((int)HttpStatusCode.Unauthorized, reply.Status);
        Assert.Contains("\"code\":\"Unauthorized\"", reply.Body, StringComparison.Ordinal);
        Assert.Contains(message, reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/dbs/db/colls/items/docs/a")]
    [InlineData("DELETE", "/dbs/db/colls/items")]
    [InlineData("PUT", "/dbs/db/colls/items/docs/a")]
    public async Task Nothing_is_done_without_a_signature(string method, string path)
    {
        await CreateAsync(new Doc("a", "p"));
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendUnsignedAsync(method, path, "{}"u8.ToArray(), ("x-ms-date", Date), ("x-ms-documentdb-partitionkey", """["p"]"""));

        Assert.Equal(401, reply.Status);
        Assert.Equal("a", (await Items.ReadItemAsync<Doc>("a", Key)).Resource.Id);
    }

    [Fact]
    public async Task A_signature_is_valid_for_its_own_resource_only()
    {
        await Host.ContainerAsync("b");
        using var raw = new RawClient(Server.Endpoint);
        var signed = await raw.SendAsync("GET", "/dbs/db/colls/items", "");
        Assert.Equal(200, signed.Status);

        using var other = new RawClient(Server.Endpoint);
        var reply = await other.SendUnsignedAsync("GET", "/dbs/db/colls/b", [], ("x-ms-date", Date), ("authorization", RawClient.Sign("GET", "/dbs/db/colls/items", Date)));
        Assert.Equal(401, reply.Status);
    }
}
