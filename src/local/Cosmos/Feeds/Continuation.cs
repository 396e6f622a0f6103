using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>The position at which a feed or query resumes: a number, 0 at the start.</summary>
static class Continuation
{
    /// <exception cref="RequestRefusedException">400 for a token that this server did not issue.</exception>
    public static long Read(GatewayRequest request) => request.Header(CosmosHeaders.Continuation) switch
    {
        null or "" => 0,
        var text when long.TryParse(text, out var position) && position >= 0 => position,
        _ => throw RequestRefusedException.BadRequest("The continuation token is malformed."),
    };
}
