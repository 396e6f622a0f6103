using AssetFunctions.Cli.Tests.Support;
using AssetFunctions.Local.Stack.Commands;

namespace AssetFunctions.Local.Stack.Tests.Support;

/// <summary>Shells that call the program of the local stack.</summary>
static class StackShell
{
    /// <param name="data">Data directory of the stack, or null outside of a checkout.</param>
    public static Shell Over(string? data, int width = 120, string? key = null, bool? reply = null)
    {
        var shell = new Shell((arguments, terminal) => StackCommandLine.RunAsync(arguments, terminal, data)) { Width = width, Reply = reply };
        if (key is not null)
        {
            shell.Variables["ASSETFUNCTIONS_KEY"] = key;
        }

        return shell;
    }
}
