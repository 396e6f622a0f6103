namespace AssetFunctions.Cosmos;

/// <summary>
/// The database cannot be used until an operator acts: unreachable at start, wrong key, missing rights, missing or foreign containers.
/// The message is one plain sentence that names the address and the setting.
/// </summary>
public sealed class CosmosSetupException(string message, Exception? innerException = null) : Exception(message, innerException);
