using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace AssetFunctions.Http;

/// <summary>Caching of a response by clients.</summary>
public enum ResponseCaching
{
    /// <summary>Not stored: it is about a wallet or a moment.</summary>
    NoStore,

    /// <summary>Stored, and revalidated before each use.</summary>
    Revalidate,
}

/// <summary>A response about ongoing work, with the URL of its status.</summary>
interface IHasStatusUrl
{
    string StatusUrl { get; }
}

/// <summary>A JSON response with the common headers. A successful GET has an ETag and becomes 304 if the caller has it; HEAD omits the body.</summary>
public sealed class ApiResponse(int status, object body, ResponseCaching caching = ResponseCaching.NoStore) : IActionResult
{
    const int TagBytes = 16;
    const string Exposed = "ETag, Location, Retry-After";

    public static ApiResponse Ok(object body) => new(StatusCodes.Status200OK, body);

    /// <summary>The request is accepted; its status URL follows the work.</summary>
    internal static ApiResponse Accepted(IHasStatusUrl body) => new(StatusCodes.Status202Accepted, body) { Location = body.StatusUrl };

    public int Status => status;

    public object Body => body;

    /// <summary>URL of the requested resource, or null.</summary>
    public string? Location { get; init; }

    /// <summary>Version of the stored resource for a later If-Match, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>Seconds until the caller should try again, or null.</summary>
    public int? RetryAfter { get; init; }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ApiJson.Options);
        SetHeaders(http.Response.Headers);
        if (http.Request.Headers.Origin.Count > 0)
        {
            // The host's CORS settings allow origins but cannot expose headers.
            http.Response.Headers.AccessControlExposeHeaders = Exposed;
        }

        var isHead = HttpMethods.IsHead(http.Request.Method);
        if (status == StatusCodes.Status200OK && (isHead || HttpMethods.IsGet(http.Request.Method)))
        {
            // Weak: the same document may be compressed in several ways. A version is for If-Match, which compares strongly.
            var tag = Tag is null
                ? new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"", isWeak: true)
                : new EntityTagHeaderValue($"\"{Tag}\"");
            http.Response.Headers.ETag = tag.ToString();
            if (HasAlready(http.Request, tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = body is ProblemDetails ? "application/problem+json" : "application/json";
        http.Response.ContentLength = bytes.Length;
        if (!isHead)
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    void SetHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.CacheControl = caching == ResponseCaching.NoStore ? "no-store" : "private, no-cache";
        if (Tag is not null)
        {
            headers.ETag = $"\"{Tag}\"";
        }

        if (Location is not null)
        {
            headers.Location = Location;
        }

        if (RetryAfter is { } seconds)
        {
            headers.RetryAfter = seconds.ToString();
        }
    }

    // RFC 9110, 13.1.2: If-None-Match compares weakly. An unreadable header counts as absent.
    static bool HasAlready(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
}
