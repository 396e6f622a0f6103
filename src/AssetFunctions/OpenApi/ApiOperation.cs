using System.Text.Json.Nodes;
using AssetFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.OpenApi;

/// <summary>Documentation of a route beyond its trigger: a summary, the parameters and the responses.</summary>
/// <param name="Summary">The route's purpose in a few words.</param>
sealed record ApiOperation(string Summary)
{
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Headers of the request, beyond those of every GET.</summary>
    public IReadOnlyList<ApiHeader> Headers { get; init; } = [];

    /// <summary>JSON schema of the request body, or null when there is none.</summary>
    public JsonObject? Body { get; init; }

    public required IReadOnlyList<ApiReply> Replies { get; init; }
}

/// <summary>One response of a route.</summary>
/// <param name="Description">When it is sent.</param>
/// <param name="Model">Type of its JSON body; null for problem details.</param>
sealed record ApiReply(int Status, string Description, Type? Model)
{
    /// <summary>Headers of the response, beyond those of every GET.</summary>
    public IReadOnlyList<ApiHeader> Headers { get; init; } = [];

    public static ApiReply Of<TModel>(string description, int status = StatusCodes.Status200OK) => new(status, description, typeof(TModel));

    public static ApiReply Problem(int status, string description) => new(status, description, Model: null);

    /// <summary>Responses of any request that fails.</summary>
    public static IReadOnlyList<ApiReply> Failures { get; } =
    [
        Problem(StatusCodes.Status500InternalServerError, "A failure of the app; the reason is in its log."),
        Problem(StatusCodes.Status503ServiceUnavailable, "The database or the queues do not respond; try again after Retry-After.") with { Headers = [ApiHeader.RetryAfter] },
    ];
}
