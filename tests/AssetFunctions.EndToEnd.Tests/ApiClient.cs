using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>A caller of the HTTP API of a running stack.</summary>
sealed class ApiClient(StackDriver driver, string? key = null, Uri? address = null) : IDisposable
{
    /// <summary>Timeout of a run, far above that of any healthy one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    readonly HttpClient _http = Create(address ?? driver.Stack.Api, key);

    public Task<ApiReply> SendAsync(HttpMethod method, string path, string? ifNoneMatch = null) =>
        SendAsync(method, path, body: null, ifNoneMatch is null ? [] : [("If-None-Match", ifNoneMatch)]);

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headersSent)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headersSent)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return ApiReply.Of(response, await response.Content.ReadAsStringAsync());
    }

    public Task<ApiReply> GetAsync(string path, string? ifNoneMatch = null) => SendAsync(HttpMethod.Get, path, ifNoneMatch);

    public Task<ApiReply> PostAsync(string path) => SendAsync(HttpMethod.Post, path);

    public Task<ApiReply> RegisterAsync(string body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, "wallets", body, headers);

    /// <summary>Requests a refresh and follows it to its end.</summary>
    public async Task<JsonNode> SyncAsync(string wallet)
    {
        var accepted = await PostAsync($"wallets/{wallet}/refresh?force=true");
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        return await FollowAsync(accepted.Headers["Location"]);
    }

    /// <summary>Requests a refresh with transactions and follows it until both can be read.</summary>
    public async Task<JsonNode> SyncWithTransactionsAsync(StackDriver driver, string wallet)
    {
        var accepted = await PostAsync($"wallets/{wallet}/refresh?force=true&transactions=true");
        var run = await FollowAsync(accepted.Headers["Location"]);
        await driver.WaitAsync(async () => (await GetAsync($"wallets/{wallet}/transactions")).Status == HttpStatusCode.OK, "no transactions were stored");
        return run;
    }

    /// <summary>Follows a run to its end.</summary>
    public async Task<JsonNode> FollowAsync(string statusUrl)
    {
        var run = await Eventually.GetAsync(() => GetAsync(statusUrl), run => run.Status != HttpStatusCode.OK || (string?)run.Json["status"] != "running", Pause, Patience);
        Assert.Equal(HttpStatusCode.OK, run.Status);
        return run.Json;
    }

    public void Dispose() => _http.Dispose();

    static HttpClient Create(Uri address, string? key)
    {
        var http = new HttpClient { BaseAddress = address };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        return http;
    }
}

sealed record ApiReply(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Json { get; } = Text.Length == 0 ? new JsonObject() : JsonNode.Parse(Text)!;

    public static ApiReply Of(HttpResponseMessage response, string text)
    {
        var headers = response.Headers.Concat(response.Content.Headers);
        return new ApiReply(
            response.StatusCode, headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase), text);
    }
}
