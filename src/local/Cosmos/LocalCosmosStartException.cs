namespace AssetFunctions.Local.Cosmos;

/// <summary>The server cannot start. The message is one sentence with the cause and the remedy.</summary>
public sealed class LocalCosmosStartException(string message, Exception? cause = null) : Exception(message, cause);
