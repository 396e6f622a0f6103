namespace AssetFunctions.Sync;

/// <summary>A fault of the database that may pass (throttled, unavailable, timed out, lost connection). The message returns to its queue.</summary>
public sealed class TransientStoreException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A continuation that a caller handed back is none that the store gave. Starting again without it is the only way on.</summary>
public sealed class InvalidContinuationException(Exception? innerException = null) : Exception("The continuation names no page of the store.", innerException);
