using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Log entries on the console: time, level, category and message in one line, an exception below it.</summary>
sealed class ConsoleLines(TimeProvider time) : ConsoleFormatter(nameof(ConsoleLines))
{
    /// <summary>Logs to the console, filtered by the section <c>logging</c> of host.json.</summary>
    public static void Add(ILoggingBuilder logging, HostSetup setup)
        => logging
            .AddConfiguration(setup.Configuration.GetHostSection("logging"))
            .AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>()
            .AddConsole(console =>
            {
                console.FormatterName ??= nameof(ConsoleLines);

                // A list goes to standard output alone.
                console.LogToStandardErrorThreshold = setup.Options.List ? LogLevel.Trace : LogLevel.None;
            });

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine($"{time.GetUtcNow():HH:mm:ss.fff} {logEntry.LogLevel,-11} {logEntry.Category}: {message}");
        if (logEntry.Exception is { } exception)
        {
            // The engine wraps what a function threw; the inner exception says what happened and where.
            textWriter.WriteLine($"  {exception.GetBaseException()}");
        }
    }
}
