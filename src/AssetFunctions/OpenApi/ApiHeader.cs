using System.Text.Json.Nodes;

namespace AssetFunctions.OpenApi;

/// <summary>A header that routes read or write.</summary>
/// <param name="Description">Its meaning in a request or a response.</param>
sealed record ApiHeader(string Name, string Description)
{
    public static ApiHeader IfNoneMatch { get; } = new("If-None-Match", "ETag of a response that the caller has; the response is 304 while it is current.");

    public static ApiHeader IfAbsent { get; } = new("If-None-Match", "'*' to store the resource only if there is none; not together with If-Match.");

    public static ApiHeader IfMatch { get; } = new("If-Match", "ETag of the resource that the caller has; it is changed only if it still has this version.");

    public static ApiHeader ETag { get; } = new("ETag", "Version of the resource.");

    public static ApiHeader Location { get; } = new("Location", "URL of the resource, or of the status of the work.");

    public static ApiHeader RetryAfter { get; } = new("Retry-After", "Seconds to wait before trying again.");

    public JsonObject InRequest() => new()
    {
        ["name"] = Name,
        ["in"] = "header",
        ["description"] = Description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    public JsonObject InResponse() => new()
    {
        ["description"] = Description,
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}
