using System.Text.Json.Nodes;
using AssetFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.OpenApi;

/// <summary>What the description of the API says of a route beyond what its trigger says: a sentence, the parameters and the answers.</summary>
/// <param name="Summary">What the route does, in a few words.</param>
sealed record ApiOperation(string Summary)
{
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Headers of the request that are read, beyond what every read takes.</summary>
    public IReadOnlyList<ApiHeader> Headers { get; init; } = [];

    /// <summary>JSON schema of the body, or null where none is read.</summary>
    public JsonObject? Body { get; init; }

    public required IReadOnlyList<ApiReply> Replies { get; init; }
}

/// <summary>One answer of a route.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Description">When it comes.</param>
/// <param name="Model">What its JSON is made of; null for problem details.</param>
sealed record ApiReply(int Status, string Description, Type? Model)
{
    /// <summary>Headers that always come with it, beyond what every read carries.</summary>
    public IReadOnlyList<ApiHeader> Headers { get; init; } = [];

    public static ApiReply Of<TModel>(string description, int status = StatusCodes.Status200OK) => new(status, description, typeof(TModel));

    public static ApiReply Problem(int status, string description) => new(status, description, Model: null);

    /// <summary>What becomes of any request whose work goes wrong.</summary>
    public static IReadOnlyList<ApiReply> Failures { get; } =
    [
        Problem(StatusCodes.Status500InternalServerError, "A failure of the app; the reason is in its log."),
        Problem(StatusCodes.Status503ServiceUnavailable, "The database does not answer; try again after Retry-After.") with { Headers = [ApiHeader.RetryAfter] },
    ];
}
