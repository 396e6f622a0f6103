namespace AssetFunctions.Local.Processes;

/// <summary>A program is missing, does not start or has ended; the message is a sentence for the user at the console.</summary>
public sealed class ProcessException(string message) : Exception(message);
