namespace AssetFunctions.Sync;

/// <summary>A fault of the database that may pass (throttled, unavailable, timed out, lost connection). The message returns to its queue.</summary>
public sealed class TransientStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
