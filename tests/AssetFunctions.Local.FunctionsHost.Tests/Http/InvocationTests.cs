using System.Net;
using System.Net.Sockets;
using AssetFunctions.Local.FunctionsHost.Tests.Support;

namespace AssetFunctions.Local.FunctionsHost.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class InvocationTests(HttpHost host)
{
    [Fact]
    public async Task Function_that_throws_responds_with_500_and_no_details()
    {
        using var response = await host.Client.GetAsync("/api/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Large_body_reaches_the_function()
    {
        using var body = new ByteArrayContent(new byte[25_000_000]);
        using var response = await host.Client.PostAsync("/api/length", body);

        Assert.Equal("""{"length":25000000}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_that_violates_the_protocol_gets_400()
    {
        using var client = new TcpClient(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);

        await stream.WriteAsync("POST /api/length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n"u8.ToArray());

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Response_is_streamed()
    {
        using var response = await host.Client.GetAsync("/api/stream/streamed", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("first", await reader.ReadLineAsync());
        host.Queues!.Release("streamed");
        Assert.Equal("second", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Client_that_disconnects_cancels_the_function()
    {
        using var abort = new CancellationTokenSource();
        var request = host.Client.GetAsync("/api/hold/aborted", abort.Token);
        await host.Queues!.HeldAsync("aborted");

        await abort.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await host.Queues.MarkedAsync("aborted", "cancelled");
    }

    [Fact]
    public async Task Function_may_send_a_message_beside_its_response()
    {
        using var response = await host.Client.PostAsync("/api/send/hello", content: null);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(["hello"], await host.Queues!.Output.TextsAsync(1));
    }
}
