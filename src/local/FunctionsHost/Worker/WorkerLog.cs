namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>
/// Writes the worker's log entries to the host's log. As in the cloud, an entry of a running function has the category
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

        var isUser = function is not null && entry.Category is LogEntry.Types.Category.User;
        var exception = entry.Exception is { } ex
            ? new WorkerException(ex.Message.Contains(ex.StackTrace, StringComparison.Ordinal) ? ex.Message : $"{ex.Message}{Environment.NewLine}{ex.StackTrace}")
            : null;
        Write(isUser ? $"Function.{function}.User" : entry.Logger, (LogLevel)entry.Level, entry.Message, exception);
    }

    /// <summary>Logs a line that the worker wrote to its console.</summary>
    public void WriteLine(string line, bool isError) => Write("Worker.Console", isError ? LogLevel.Warning : LogLevel.Information, line, exception: null);

    void Write(string category, LogLevel level, string message, Exception? exception)
        => loggers.CreateLogger(category).Log(level, default, message, exception, static (text, _) => text);
}
