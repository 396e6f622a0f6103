using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

/// <summary>A request as the SDK sent it, ready to be changed, signed again and sent.</summary>
sealed record RecordedRequest(string Method, string Path, List<(string Name, string Value)> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.Find(header => header.Name == name).Value;

    public HttpRequestMessage ToMessage(Uri endpoint, string key)
    {
        var uri = new Uri(endpoint.GetLeftPart(UriPartial.Authority) + Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Method), uri) { Content = new RecordedContent(Body), Version = HttpVersion.Version11 };
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.TryAddWithoutValidation("Authorization", Signature(key));
        return message;
    }

    public override string ToString() =>
        $"{Method} {Path}\n{string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}"))}\n\n{Encoding.UTF8.GetString(Body)}";

    string Signature(string key)
    {
        string[] types = ["dbs", "colls", "docs", "pkranges", "offers"];
        var parts = Path.Split('?')[0].Trim('/').Split('/');
        var isFeed = parts.Length % 2 == 1;
        var type = parts.Length == 0 ? "" : isFeed ? parts[^1] : parts[^2];
        var link = isFeed ? string.Join('/', parts[..^1]) : string.Join('/', parts);
        var isByRid = type is "pkranges" && parts.Length > 3;
        var text = $"{Method.ToLowerInvariant()}\n{(types.Contains(type) ? type : "")}\n{(isByRid ? parts[3].ToLowerInvariant() : link)}\n{Header("x-ms-date")?.ToLowerInvariant()}\n\n";
        return Uri.EscapeDataString("type=master&ver=1.0&sig=" + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(text))));
    }
}

/// <summary>The body of a request, which records whether the client sent it.</summary>
sealed class RecordedContent(byte[] body) : ByteArrayContent(body)
{
    public bool IsSent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsSent = true;
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }
}

/// <summary>Passes requests on and keeps a copy of each.</summary>
sealed class Recorder() : DelegatingHandler(new SocketsHttpHandler())
{
    public List<RecordedRequest> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.Where(header => header.Key is not ("Authorization" or "Host")).Select(header => (header.Key, string.Join(',', header.Value)));
        lock (Requests)
        {
            Requests.Add(new RecordedRequest(request.Method.Method, request.RequestUri!.PathAndQuery, [.. headers], body));
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
