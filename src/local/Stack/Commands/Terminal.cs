using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Stack.Processes;
using AssetFunctions.Local.Stack.Report;
using Spectre.Console;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary>Where a verb reads and writes: the console, the environment, and the data of the local stack.</summary>
/// <param name="Console">Takes tables and sentences.</param>
/// <param name="Out">Takes the document of <c>--json</c>, and nothing else then.</param>
/// <param name="Error">Takes what went wrong.</param>
sealed record Terminal(IAnsiConsole Console, TextWriter Out, TextWriter Error, TimeProvider Clock)
{
    static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Data of the local stack of this checkout, or null where the program runs outside of one.</summary>
    public required string? DataDirectory { get; init; }

    /// <summary>Asks a person a question that no answers; null where nobody sits at the terminal.</summary>
    public required Func<string, bool>? Confirm { get; init; }

    /// <summary>The terminal that this process was started at.</summary>
    public static Terminal OfProcess()
    {
        var console = PlainOrRich.Console();
        return new Terminal(console, System.Console.Out, System.Console.Error, TimeProvider.System)
        {
            Variable = System.Environment.GetEnvironmentVariable,
            DataDirectory = RepositoryPaths.TryFind()?.Data,
            Confirm = console.Profile.Capabilities.Interactive && !System.Console.IsInputRedirected
                ? question => console.Confirm(question, defaultValue: false)
                : null,
        };
    }

    public void WriteJson(JsonNode document) => Out.WriteLine(document.ToJsonString(Indented));
}
