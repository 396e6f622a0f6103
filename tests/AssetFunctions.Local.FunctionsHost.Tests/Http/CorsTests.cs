using System.Net;

namespace AssetFunctions.Local.FunctionsHost.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class CorsTests(HttpHost host)
{
    [Theory]
    [InlineData(HttpHost.Origin, HttpHost.Origin)]
    [InlineData("https://other.example", null)]
    public async Task Preflight_request_is_handled_by_the_host(string origin, string? allowed)
    {
        using var response = await SendAsync(HttpMethod.Options, "/api/length", origin);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allowed, Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Origin_is_allowed_and_the_headers_that_the_app_exposes_are_kept()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/length", HttpHost.Origin);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(HttpHost.Origin, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("ETag", Header(response, "Access-Control-Expose-Headers"));
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string origin)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        return await host.Client.SendAsync(request);
    }

    static string? Header(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
