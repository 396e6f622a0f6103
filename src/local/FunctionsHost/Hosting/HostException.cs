namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>The host cannot run, for a reason its user can act on. The message is printed as it is, without a stack trace.</summary>
sealed class HostException(string message, Exception? innerException = null) : Exception(message, innerException);
