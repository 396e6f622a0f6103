namespace AssetFunctions.Sync;

/// <summary>A transient failure of the database (throttled, unavailable, timed out, connection lost). The message returns to its queue.</summary>
public sealed class TransientStoreException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The store did not issue this continuation. The caller has to start again without one.</summary>
public sealed class InvalidContinuationException(Exception? innerException = null) : Exception("The store did not issue this continuation; start again without one.", innerException);
