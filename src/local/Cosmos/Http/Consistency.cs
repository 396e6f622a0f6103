namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>The account's consistency level is Session; a request may use that or a weaker one.</summary>
static class Consistency
{
    public const string Account = "Session";

    /// <exception cref="RequestRefusedException">400 when the request sets a stronger level than the account's.</exception>
    public static void Check(GatewayRequest request)
    {
        var level = request.Header(CosmosHeaders.ConsistencyLevel);
        if (level is not (null or "" or Account or "ConsistentPrefix" or "Eventual"))
        {
            throw RequestRefusedException.BadRequest(
                $"ConsistencyLevel {level} specified in the request is invalid when service is configured with consistency level {Account}. Ensure the request consistency level is not stronger than the service consistency level.");
        }
    }
}
