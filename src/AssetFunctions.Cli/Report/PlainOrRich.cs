using Spectre.Console;

namespace AssetFunctions.Cli.Report;

/// <summary>The console: colors and live tables at a terminal, plain text of 100 columns for a file or a pipe.</summary>
static class PlainOrRich
{
    const int PlainWidth = 100;

    /// <summary>A console without output.</summary>
    public static IAnsiConsole Silent() => Plain(TextWriter.Null);

    public static IAnsiConsole Console()
    {
        if (!System.Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var plain = Plain(System.Console.Out);
        plain.Profile.Width = PlainWidth;
        return plain;
    }

    static IAnsiConsole Plain(TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });
}
