using Microsoft.Extensions.Logging.Console;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

static class HostLogging
{
    /// <summary>Logs to the console, filtered by the section <c>logging</c> of host.json.</summary>
    public static void Add(ILoggingBuilder logging, HostSetup setup)
    {
        logging.AddConfiguration(setup.Configuration.GetHostSection("logging"));
        logging.AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>();
        logging.AddConsole(console =>
        {
            console.FormatterName ??= ConsoleLines.FormatterName;

            // A list goes to standard output alone.
            console.LogToStandardErrorThreshold = setup.Options.List ? LogLevel.Trace : LogLevel.None;
        });
    }
}
