using Spectre.Console;

namespace AssetFunctions.DevHost.Report;

/// <summary>The console: colours and live tables for a person at a terminal, plain wide text for a file or a pipe.</summary>
static class PlainOrRich
{
    const int PlainWidth = 170;

    public static IAnsiConsole Console()
    {
        if (!System.Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
