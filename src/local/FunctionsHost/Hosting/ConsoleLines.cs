using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Log entries on the console: time, level, category and message in one line, an exception below it.</summary>
sealed class ConsoleLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "lines";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var level = logEntry.LogLevel switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
        textWriter.WriteLine(
            $"{time.GetUtcNow():HH:mm:ss.fff} {level} {logEntry.Category}: {logEntry.Formatter(logEntry.State, logEntry.Exception)}");
        if (logEntry.Exception is { } exception)
        {
            // The engine wraps what a function threw; the inner exception says what happened and where.
            textWriter.WriteLine($"  {exception.GetBaseException()}");
        }
    }
}
