using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace AssetFunctions.Http;

/// <summary>Who may keep an answer.</summary>
public enum ResponseCaching
{
    /// <summary>Nobody: it speaks of a wallet or of a moment.</summary>
    NoStore,

    /// <summary>Anyone who asks again before each use.</summary>
    Revalidate,
}

/// <summary>An answer about something that goes on: where to follow it.</summary>
interface IHasStatusUrl
{
    string StatusUrl { get; }
}

/// <summary>An answer in JSON with the headers that every answer carries. A successful GET has an ETag and becomes 304 when the caller has it already; HEAD is the same without a body.</summary>
public sealed class ApiResponse(int status, object body, ResponseCaching caching = ResponseCaching.NoStore) : IActionResult
{
    const int TagBytes = 16;
    const string Exposed = "ETag, Location, Retry-After";

    public static ApiResponse Ok(object body) => new(StatusCodes.Status200OK, body);

    /// <summary>What was asked for goes on and can be followed.</summary>
    internal static ApiResponse Accepted(IHasStatusUrl body) => new(StatusCodes.Status202Accepted, body) { Location = body.StatusUrl };

    public int Status => status;

    public object Body => body;

    /// <summary>Where the thing asked for can be found, or null.</summary>
    public string? Location { get; init; }

    /// <summary>Version of what was written, for a later If-Match, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>Seconds after which to ask again, or null.</summary>
    public int? RetryAfter { get; init; }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ApiJson.Options);
        SetHeaders(http.Response.Headers);
        if (http.Request.Headers.Origin.Count > 0)
        {
            // Which origins may read a response is set for the host; which headers they see is not.
            http.Response.Headers.AccessControlExposeHeaders = Exposed;
        }

        var isHead = HttpMethods.IsHead(http.Request.Method);
        if (status == StatusCodes.Status200OK && (isHead || HttpMethods.IsGet(http.Request.Method)))
        {
            // Weak: the same document may come compressed in several ways.
            var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"", isWeak: true);
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

    // RFC 9110, 13.1.2: If-None-Match compares weakly, and a header that cannot be read is as good as none.
    static bool HasAlready(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
}
