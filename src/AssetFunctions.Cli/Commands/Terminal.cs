using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Report;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary>Input and output of a verb: the console and the environment.</summary>
/// <param name="Console">Tables and sentences.</param>
/// <param name="Out">The document of <c>--json</c>.</param>
/// <param name="Error">Errors.</param>
sealed record Terminal(IAnsiConsole Console, TextWriter Out, TextWriter Error, TimeProvider Clock)
{
    static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Finds the API of a running local stack; returns null when there is none.</summary>
    public Func<Uri?> FindLocalApi { get; init; } = () => null;

    /// <summary>Puts a yes-or-no question to the user; null when the terminal is not interactive.</summary>
    public required Func<string, bool>? Confirm { get; init; }

    /// <summary>The terminal of this process.</summary>
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
