namespace AssetFunctions.Cosmos;

/// <summary>
/// The database cannot be used until an operator acts: it is unreachable at start, or key, rights or containers are wrong or missing.
/// The message is one sentence that names the address and the setting.
/// </summary>
public sealed class CosmosSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
