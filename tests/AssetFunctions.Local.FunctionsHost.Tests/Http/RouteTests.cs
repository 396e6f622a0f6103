using System.Net;

namespace AssetFunctions.Local.FunctionsHost.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class RouteTests(HttpHost host)
{
    [Theory]
    [InlineData("GET", "/api/coins/eth/7", HttpStatusCode.OK, "eth 7")]
    [InlineData("GET", "/api/coins/eth", HttpStatusCode.OK, "eth none")]
    [InlineData("GET", "/api/COINS/a%20b", HttpStatusCode.OK, "a b none")]
    [InlineData("POST", "/api/coins/eth/7", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/coins/eth/seven", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/coins/eth/7", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/files/a/b", HttpStatusCode.OK, "all of a/b")]
    [InlineData("GET", "/api/files", HttpStatusCode.OK, "all of ")]
    [InlineData("GET", "/api/overlap/literal", HttpStatusCode.OK, "one literal")]
    [InlineData("POST", "/api/overlap/literal", HttpStatusCode.OK, "two")]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/unrouted", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/", HttpStatusCode.OK, "The Functions host is running.")]
    public async Task Request_reaches_the_function_of_its_route_and_method(string method, string path, HttpStatusCode status, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/coins/eth/7");
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(5, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("function", null, HttpStatusCode.Unauthorized)]
    [InlineData("function", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("function", "host-key", HttpStatusCode.OK)]
    [InlineData("function", "own-key", HttpStatusCode.OK)]
    [InlineData("function", "master-key", HttpStatusCode.OK)]
    [InlineData("admin", "host-key", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "own-key", HttpStatusCode.Unauthorized)]
    [InlineData("admin", "master-key", HttpStatusCode.OK)]
    public async Task Level_needs_its_key_in_the_header_or_the_query(string path, string? key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/level/{path}");
        request.Headers.Add("x-functions-key", key);
        using var byHeader = await host.Client.SendAsync(request);
        using var byQuery = await host.Client.GetAsync($"/api/level/{path}?code={key}");

        Assert.Equal(expected, byHeader.StatusCode);
        Assert.Equal(expected, byQuery.StatusCode);
    }
}
