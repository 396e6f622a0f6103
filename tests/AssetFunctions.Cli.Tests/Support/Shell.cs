using System.Text.Json.Nodes;
using AssetFunctions.Cli.Commands;
using Spectre.Console;

namespace AssetFunctions.Cli.Tests.Support;

/// <summary>Calls a program as a shell does, with an environment and a console of the test's own.</summary>
/// <param name="program">The program, given its arguments and terminal; null means the one for any deployment.</param>
sealed class Shell(Func<IReadOnlyList<string>, Terminal, Task<int>>? program = null)
{
    readonly Func<IReadOnlyList<string>, Terminal, Task<int>> _program = program ?? ((arguments, terminal) => CommandLine.RunAsync(CommandLine.Create, arguments, terminal));

    /// <summary>An address where no process listens: port 1 is reserved.</summary>
    public const string Nowhere = "http://127.0.0.1:1/api/";

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Columns of the console.</summary>
    public int Width { get; init; } = 120;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The user's reply to a confirmation, or null without a terminal.</summary>
    public bool? Reply { get; init; }

    public async Task<ShellResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(Plain(output, Width), output, error, Clock)
        {
            Variable = Variables.GetValueOrDefault,
            Confirm = Reply is { } reply ? _ => reply : null,
        };
        var exitCode = await _program(arguments, terminal);
        return new ShellResult(exitCode, output.ToString(), error.ToString());
    }

    public static IAnsiConsole Plain(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        return console;
    }
}

sealed record ShellResult(int ExitCode, string Out, string Error)
{
    /// <summary>The output as one JSON document; anything else fails to parse.</summary>
    public JsonObject Json => JsonNode.Parse(Out)!.AsObject();

    public IReadOnlyList<string> Lines => Out.Split('\n');
}
