using Spectre.Console;

namespace AssetFunctions.Local.Stack.Report;

/// <summary>Shows the work of each phase on each chunk during a sync. The phases log it at Debug level, which the cloud leaves out.</summary>
static class PhaseLines
{
    const string Debug = "Debug";
    const string OfTheWorker = "Logging__LogLevel__Default";

    static readonly string[] Phases = ["Extract", "Assets", "Prices", "Positions"];

    /// <summary>Settings under which host and worker log these lines.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = Phases
        .Select(phase => $"AzureFunctionsJobHost__logging__logLevel__{CategoryOf(phase)}")
        .Append(OfTheWorker)
        .ToDictionary(name => name, _ => Debug, StringComparer.Ordinal);

    /// <summary>Shows a line of a log if it is one of a phase: time, level, category and message.</summary>
    public static void Show(string line, IAnsiConsole console)
    {
        if (line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries) is [var time, Debug, var category, var message]
            && Phases.FirstOrDefault(phase => category == $"{CategoryOf(phase)}:") is { } phase)
        {
            // Written directly, because the console would wrap the line.
            console.Profile.Out.Writer.WriteLine($"{time.Split('.')[0]}  {phase,-10}{message}");
        }
    }

    static string CategoryOf(string phase) => $"Function.{phase}.User";
}
