using AssetFunctions.Local.FunctionsHost.Rpc;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>
/// Writes what the worker logs to the host's log. As in the cloud, an entry of a running function has the category
/// <c>Function.NAME.User</c>; other entries, which the cloud drops, keep their own.
/// </summary>
sealed class WorkerLog(ILoggerFactory loggers)
{
    public void Write(LogEntry entry, string? function)
    {
        if (entry.Category is LogEntry.Types.Category.CustomMetric)
        {
            return;
        }

        var category = function is not null && entry.Category is LogEntry.Types.Category.User ? $"Function.{function}.User" : entry.Logger;
        var exception = entry.Exception is null ? null : WorkerException.WithStackTrace(entry.Exception);
        loggers.CreateLogger(category).Log((LogLevel)entry.Level, new EventId(0, entry.EventId), entry.Message, exception, static (message, _) => message);
    }

    /// <summary>A line that the worker wrote to its console.</summary>
    public void WriteLine(string line, bool isError)
        => loggers.CreateLogger("Worker.Console").Log(isError ? LogLevel.Warning : LogLevel.Information, default, line, null, static (message, _) => message);
}
