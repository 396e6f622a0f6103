using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Where a feed or query goes on: one number, 0 at the start.</summary>
static class Continuation
{
    /// <exception cref="RequestRefusedException">400 for a token this server did not make.</exception>
    public static long Read(GatewayRequest request) => request.Header(CosmosHeaders.Continuation) switch
    {
        null or "" => 0,
        var text when long.TryParse(text, out var position) && position >= 0 => position,
        _ => throw RequestRefusedException.BadRequest("The continuation token is malformed."),
    };
}
