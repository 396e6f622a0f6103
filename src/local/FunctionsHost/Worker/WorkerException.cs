using AssetFunctions.Local.FunctionsHost.Rpc;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>What went wrong in the worker. Its process has its own stack trace, which it logs or hands over.</summary>
sealed class WorkerException(string message) : Exception(message)
{
    /// <summary>Why an invocation failed. The worker itself has logged the exception in full.</summary>
    public static WorkerException From(ExceptionInfo? exception) => new(exception?.Message ?? "The function failed.");

    /// <summary>An exception of a log entry.</summary>
    public static WorkerException WithStackTrace(ExceptionInfo exception)
        => new(exception.Message.Contains(exception.StackTrace, StringComparison.Ordinal)
            ? exception.Message
            : $"{exception.Message}{Environment.NewLine}{exception.StackTrace}");

    public override string ToString() => Message;
}
