using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Local.Cosmos.Tests.Support;

/// <summary>Signed HTTP requests without the SDK, for details that the SDK hides.</summary>
public sealed class RawClient(Uri endpoint) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = endpoint };

    /// <summary>Sends a request signed with the well-known key.</summary>
    /// <param name="path">The path with its leading slash, percent-encoded.</param>
    public Task<RawReply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? [] : Encoding.UTF8.GetBytes(body), headers);

    public Task<RawReply> SendAsync(string method, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        const string Date = "Thu, 27 Apr 2017 00:51:12 GMT";
        return SendUnsignedAsync(method, path, body, [("x-ms-date", Date), ("authorization", Sign(method, path, Date)), .. headers]);
    }

    public async Task<RawReply> SendUnsignedAsync(string method, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request);
        return new RawReply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers);
    }

    public void Dispose() => _http.Dispose();

    public static string Sign(string method, string path, string date)
    {
        string[] parts = path.Trim('/') is { Length: > 0 } trimmed ? trimmed.Split('/') : [];
        var isFeed = parts.Length % 2 == 1;
        var type = parts.Length == 0 ? "" : isFeed ? parts[^1] : parts[^2];
        var link = Uri.UnescapeDataString(string.Join('/', isFeed ? parts[..^1] : parts));
        var text = $"{method.ToLowerInvariant()}\n{type}\n{link}\n{date.ToLowerInvariant()}\n\n";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(LocalCosmosOptions.WellKnownKey), Encoding.UTF8.GetBytes(text));
        return Uri.EscapeDataString($"type=master&ver=1.0&sig={Convert.ToBase64String(signature)}");
    }
}

/// <summary>An HTTP response, read to its end.</summary>
public sealed record RawReply(int Status, byte[] Content, HttpResponseHeaders Headers)
{
    public string Body => Encoding.UTF8.GetString(Content);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
