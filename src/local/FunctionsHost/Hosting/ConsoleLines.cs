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

            // Overrides host.json: the engine probes for queues and blobs that need not exist, and each probe logs a warning.
            .AddFilter<ConsoleLoggerProvider>("Azure.Core", LogLevel.Error)
            .AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>()
            .AddConsole(console =>
            {
                console.FormatterName ??= nameof(ConsoleLines);

                // With --list, standard output carries the list only.
                console.LogToStandardErrorThreshold = setup.Options.List ? LogLevel.Trace : LogLevel.None;
            });

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine($"{time.GetUtcNow():HH:mm:ss.fff} {logEntry.LogLevel,-11} {logEntry.Category}: {message}");
        if (logEntry.Exception is { } exception)
        {
            // The engine wraps the exception of a function; the innermost one has the cause and the place.
            textWriter.WriteLine($"  {exception.GetBaseException()}");
        }
    }
}
