using System.IO.Compression;
using System.Net;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <remarks>Requests as browsers, monitors and people at a keyboard send them.</remarks>
public sealed partial class ApiResponsesTests
{
    [Fact]
    public async Task Every_read_responds_to_HEAD_with_the_headers_of_GET_and_no_body()
    {
        await Api.SyncAsync(Wallet);
        foreach (var path in new[] { "health?probe=live", "openapi.json", "networks", "wallets", $"wallets/{Wallet}", $"wallets/{Wallet}/positions", $"wallets/{Stranger}", "wallets/x" })
        {
            var get = await Api.GetAsync(path);
            var head = await Api.SendAsync(HttpMethod.Head, path);

            Assert.Equal((path, get.Status, string.Empty), (path, head.Status, head.Text));
            Assert.Equal(
                (path, get.Headers.GetValueOrDefault("ETag"), get.Headers["Content-Type"], get.Headers["Content-Length"]),
                (path, head.Headers.GetValueOrDefault("ETag"), head.Headers["Content-Type"], head.Headers["Content-Length"]));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Response_is_compressed_for_callers_that_accept_it_and_exposes_its_headers_to_pages_of_other_origins(string encoding)
    {
        await Api.SyncAsync(Wallet);
        var path = $"wallets/{Wallet}/positions";
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Driver.Stack.Api, path));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        request.Headers.TryAddWithoutValidation("x-functions-key", ApiStack.Key);
        request.Headers.TryAddWithoutValidation("Origin", "https://app.example");

        var plain = await Api.GetAsync(path);
        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        await using Stream unfolded = encoding == "br"
            ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(unfolded);

        Assert.False(plain.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.True(bytes.Length < plain.Text.Length / 2);
        Assert.Equal(plain.Text, await reader.ReadToEndAsync());
        Assert.Equal("ETag, Location, Retry-After", string.Join(", ", response.Headers.GetValues("Access-Control-Expose-Headers")));
        Assert.False(plain.Headers.ContainsKey("Access-Control-Expose-Headers"));
    }

    // Family: input that matches nothing. The wallet keeps its positions.
    [Fact]
    public async Task Unknown_network_is_refused_by_name_in_registrations_and_filters()
    {
        await Api.SyncWithTransactionsAsync(Driver, Wallet);
        foreach (var reply in new[]
        {
            await Api.RegisterAsync($$"""{"wallet":"{{Wallet}}","networks":["base","Etherium"]}"""),
            await Api.GetAsync($"wallets/{Wallet}/positions?network=Etherium"),
            await Api.GetAsync($"wallets/{Wallet}/transactions?network=Etherium"),
            await Api.GetAsync($"wallets/{Wallet}/transactions?asset=Etherium:native"),
            await Api.GetAsync("assets?network=Etherium"),
            await Api.SendAsync(HttpMethod.Put, "assets/Etherium/0x1/override", """{"state":"spam","note":"phishing"}""", []),
        })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "urn:assetfunctions:problem:unknown-network"), (reply.Status, (string?)reply.Json["type"]));
            Assert.Contains("'etherium' is not known; the nearest known one is 'ethereum'", (string?)reply.Json["detail"], StringComparison.Ordinal);
        }
    }

    // Family: right input in another spelling.
    [Fact]
    public async Task Wallet_with_a_chain_prefix_and_instant_with_a_plus_sign_are_accepted()
    {
        await Api.SyncAsync(Wallet);

        Assert.Equal(Wallet, (string?)(await Api.GetAsync($"wallets/eth:{Wallet}")).Json["wallet"]);
        Assert.Equal(Wallet, (string?)(await Api.GetAsync($"wallets/eip155:8453:{Wallet}/positions")).Json["wallet"]);
        var history = await Api.GetAsync($"wallets/{Wallet}/history?from=2026-01-01T00:00:00+01:00&to=2026-01-02T00:00:00%2B01:00");
        Assert.Equal((HttpStatusCode.OK, "2025-12-31T23:00:00.000Z"), (history.Status, (string?)history.Json["from"]));
    }
}
