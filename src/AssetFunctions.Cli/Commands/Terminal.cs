using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Report;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary>Where a verb reads and writes: the console and the environment.</summary>
/// <param name="Console">Takes tables and sentences.</param>
/// <param name="Out">Takes the document of <c>--json</c>, and nothing else then.</param>
/// <param name="Error">Takes what went wrong.</param>
sealed record Terminal(IAnsiConsole Console, TextWriter Out, TextWriter Error, TimeProvider Clock)
{
    static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Finds the API of a local stack that runs; returns null where there is none.</summary>
    public Func<Uri?> FindLocalApi { get; init; } = () => null;

    /// <summary>Asks a person a question that no answers; null where nobody sits at the terminal.</summary>
    public required Func<string, bool>? Confirm { get; init; }

    /// <summary>The terminal that this process was started at.</summary>
    public static Terminal OfProcess()
    {
        var console = PlainOrRich.Console();
        return new Terminal(console, System.Console.Out, System.Console.Error, TimeProvider.System)
        {
            Variable = System.Environment.GetEnvironmentVariable,
            Confirm = console.Profile.Capabilities.Interactive && !System.Console.IsInputRedirected
                ? question => console.Confirm(question, defaultValue: false)
                : null,
        };
    }

    public void WriteJson(JsonNode document) => Out.WriteLine(document.ToJsonString(Indented));
}
