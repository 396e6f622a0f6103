using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AssetFunctions.EndToEnd.Tests;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <summary>Thousands of requests generated from the description, sent to a real app. Every response must match the description.</summary>
public sealed class ApiFuzzTests(ApiStack stack) : IClassFixture<ApiStack>
{
    const string Key = ApiStack.Key;
    const string Unsound = "unsound";
    const string Post = $"POST /api/wallets HTTP/1.1\r\nx-functions-key: {Key}";
    const int Requests = 20_000;
    const int Callers = 8;
    const int Seed = 20260301;

    static readonly string[] NeedMasterKey = ["ReplayPoison", "CopyPrices"];

    static readonly HttpStatusCode[] Successes = [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted];

    StackDriver Driver => stack.Driver;

    [Fact]
    public async Task Twenty_thousand_requests_get_responses_as_described()
    {
        var api = stack.Api;
        var wallet = StackDriver.Samples[0].Address;
        var spare = StackDriver.Samples[3].Address;
        await api.SyncAsync(spare);
        var run = await api.SyncWithTransactionsAsync(Driver, wallet);
        var description = new ApiDescription((await api.GetAsync("openapi.json")).Json);
        var page = (await api.GetAsync($"wallets/{wallet}/positions?pageSize=2")).Json;
        var position = page["positions"]![0]!;
        var known = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["wallet"] = [wallet, wallet.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal), "0x00000000000000000000000000000000000a11ce", spare],
            ["DELETE wallet"] = [spare, "0x00000000000000000000000000000000000a11ce"],
            ["networks"] = ["ethereum", "Base ", "solana"],
            ["queue"] = ["sync-requests", "price-refresh", "sync-nothing"],
            ["id"] = [(string)run["runId"]!, "other"],
            ["network"] = [(string)position["network"]!, "base", "solana"],
            ["contractAddress"] = [(string)position["contractAddress"]!, "native", "0x00000000000000000000000000000000000a11ce"],
            ["continuation"] = [(string)page["continuation"]!, "e30.AAAAAAAAAAAAAAAA", "no-token"],
        };
        var faults = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<(string Operation, HttpStatusCode Status), int>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(
            description, new RandomRequests(description, known, Key, Seed + caller), faults, statuses)));

        Assert.True(faults.IsEmpty, string.Join(Environment.NewLine, faults.Distinct(StringComparer.Ordinal).Take(10)));
        Assert.Equal(Requests, statuses.Values.Sum());
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync($"wallets/{wallet}")).Status);
        Assert.All(
            description.Operations.Where(operation => !NeedMasterKey.Contains(operation.Id, StringComparer.Ordinal)),
            operation => Assert.True(Array.Exists(Successes, status => statuses.ContainsKey((operation.Id, status))), $"{operation.Id} never succeeded"));
    }

    [Fact]
    public async Task Requests_that_the_host_should_refuse_leave_no_trace()
    {
        foreach (var head in new[]
        {
            "GET /api/wallets/%zz HTTP/1.1", "GET /api/wallets/%C0%AF HTTP/1.1", "GET /api/wallets/%00 HTTP/1.1", "GET /api/../../etc/passwd HTTP/1.1",
            "GET /api/wallets/x HTTP/1.1\r\nx-functions-key: a-key-of-the-tests\r\nx-functions-key: another",
            "BREW /api/health HTTP/1.1", "GET http://[::1/api/health HTTP/1.1", "GET /api/health?probe=%E2%28%A1 HTTP/1.1", "GET /api/nothing/here HTTP/1.1",
        })
        {
            var response = await SendRawAsync(head);

            Assert.True(int.Parse(response.Split(' ')[1]) is >= 400 and < 500, $"{head}: {response.Split('\r')[0]}");
            Assert.DoesNotContain("   at ", response, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", response, StringComparison.Ordinal);
        }
    }

    // The host decides on the response to such a request; the app has to survive it.
    [Fact]
    public async Task A_truncated_request_leaves_no_trace_and_the_next_one_is_served()
    {
        foreach (var (framing, body) in new[]
        {
            ("Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"), ("Transfer-Encoding: chunked", "2\r\n{}{}\r\n0\r\n\r\n"),
            ("Transfer-Encoding: chunked", "-1\r\n{}\r\n"), ("Content-Length: 40000000", "{"),
        })
        {
            var response = await SendRawAsync($"{Post}\r\nContent-Type: application/json\r\n{framing}", body);

            Assert.Matches("^HTTP/1.1 [45]", response);
            Assert.DoesNotContain("   at ", response, StringComparison.Ordinal);
        }

        await BreakOffAsync($"{Post}\r\nContent-Length: 100", "{");
        Assert.Equal(HttpStatusCode.OK, (await stack.Api.GetAsync("health")).Status);
    }

    async Task<string> SendRawAsync(string head, string body = "")
    {
        using var connection = await ConnectAsync();
        await using var stream = connection.GetStream();
        await WriteAsync(stream, head, body);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    async Task BreakOffAsync(string head, string body)
    {
        using var connection = await ConnectAsync();
        await using var stream = connection.GetStream();
        await WriteAsync(stream, head, body);
        connection.Client.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // The app may end the connection with a response or without one.
        }
    }

    async Task<TcpClient> ConnectAsync()
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(Driver.Stack.Api.Host, Driver.Stack.Api.Port);
        return connection;
    }

    async Task WriteAsync(NetworkStream stream, string head, string body) => await stream.WriteAsync(
        Encoding.Latin1.GetBytes($"{head}\r\nHost: {Driver.Stack.Api.Authority}\r\nConnection: close\r\n\r\n{body}"));

    async Task CallAsync(
        ApiDescription description, RandomRequests requests, ConcurrentQueue<string> faults, ConcurrentDictionary<(string, HttpStatusCode), int> statuses)
    {
        using var http = new HttpClient { BaseAddress = Driver.Stack.Api };
        for (var i = 0; i < Requests / Callers; i++)
        {
            var request = requests.Next();
            using var response = await http.SendAsync(request.Message);
            var text = await response.Content.ReadAsStringAsync();
            statuses.AddOrUpdate((request.IsSound ? request.Operation.Id : Unsound, response.StatusCode), 1, (_, count) => count + 1);
            foreach (var fault in FaultsOf(description, request, response, text))
            {
                faults.Enqueue($"{fault} <- {request.Message.Method} {request.Message.RequestUri!.ToString()[..Math.Min(200, request.Message.RequestUri.ToString().Length)]}");
            }
        }
    }

    static IEnumerable<string> FaultsOf(ApiDescription description, RandomRequest request, HttpResponseMessage response, string text)
    {
        if (text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal))
        {
            return ["a stack trace"];
        }

        // Some responses of this kind are described, but this app, its database and its queues are healthy.
        if ((int)response.StatusCode >= 500)
        {
            return [$"{request.Operation.Id} {(int)response.StatusCode}"];
        }

        return request.IsSound ? description.Faults(request.Operation, ApiReply.Of(response, text)) : [];
    }
}
