namespace AssetFunctions.Local.Cosmos;

/// <summary>A server cannot start; the message is one sentence that says why and what to change.</summary>
public sealed class LocalCosmosStartException(string message, Exception? cause = null) : Exception(message, cause);
