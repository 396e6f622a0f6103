namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>A request is refused before it changes anything.</summary>
sealed class RequestRefusedException(int status, int subStatus, string message) : Exception(message)
{
    public int Status => status;

    public int SubStatus => subStatus;

    public TimeSpan? RetryAfter { get; init; }

    public static RequestRefusedException BadRequest(string message) => new(400, 0, message);

    public static RequestRefusedException NotFound() => new(404, 0, ErrorTexts.NotFound);

    public static RequestRefusedException Conflict() => new(409, 0, ErrorTexts.Conflict);

    public static RequestRefusedException TooLarge() => new(413, 0, ErrorTexts.TooLarge);
}

/// <summary>Message texts and codes of the service, which tools and tests rely on.</summary>
static class ErrorTexts
{
    public const string NotFound =
        "Message: {\"Errors\":[\"Resource Not Found. Learn more: https://aka.ms/cosmosdb-tsg-not-found\"]}";

    public const string Conflict =
        "Message: {\"Errors\":[\"Resource with specified id or name already exists.\"]}";

    public const string PreconditionFailed =
        "Message: {\"Errors\":[\"One of the specified pre-condition is not met. Learn more: https://aka.ms/CosmosDB/sql/errors/precondition-failed\"]}";

    public const string TooLarge =
        "Message: {\"Errors\":[\"Request size is too large\"]}";

    public const string TooManyRequests =
        "Message: {\"Errors\":[\"Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later. Learn more: http://aka.ms/cosmosdb-error-429\"]}";

    public const string RetryWith = "Conflicting request to resource has been attempted. Retry to avoid conflicts.";

    public const string KeyMismatch =
        "Message: {\"Errors\":[\"PartitionKey extracted from document doesn't match the one specified in the header. Learn more: https://aka.ms/CosmosDB/sql/errors/wrong-pk-value\"]}";

    public const string FailedDependency = "The operation was not applied because another operation of the batch failed.";

    public static string CodeOf(int status) => status switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "RequestEntityTooLarge",
        415 => "UnsupportedMediaType",
        424 => "FailedDependency",
        429 => "429",
        449 => "RetryWith",
        501 => "NotImplemented",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    };
}
