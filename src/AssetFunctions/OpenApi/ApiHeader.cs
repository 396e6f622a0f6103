using System.Text.Json.Nodes;

namespace AssetFunctions.OpenApi;

/// <summary>A header that routes read or write.</summary>
/// <param name="Name">Name of the header.</param>
/// <param name="Description">What a request asks for with it, or what an answer tells.</param>
sealed record ApiHeader(string Name, string Description)
{
    public static ApiHeader IfNoneMatch { get; } = new("If-None-Match", "ETag of an answer that the caller has; while it is up to date the answer is 304.");

    public static ApiHeader IfUnregistered { get; } = new("If-None-Match", "'*' to register the wallet only if it is not registered; not together with If-Match.");

    public static ApiHeader IfMatch { get; } = new("If-Match", "ETag of the registration that the caller knows; it is changed only while it has this version.");

    public static ApiHeader ETag { get; } = new("ETag", "Version of what is answered.");

    public static ApiHeader Location { get; } = new("Location", "Where to read on.");

    public static ApiHeader RetryAfter { get; } = new("Retry-After", "Seconds after which to try again.");

    public JsonObject InRequest() => new()
    {
        ["name"] = Name,
        ["in"] = "header",
        ["description"] = Description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    public JsonObject InAnswer() => new()
    {
        ["description"] = Description,
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}
