using System.Diagnostics.CodeAnalysis;
using AssetFunctions.Chaos.Controls;

/// <summary>
/// .NET calls this before the entry point of a program that is started with <c>DOTNET_STARTUP_HOOKS</c>, and requires this name without a namespace. Of
/// the programs that inherit the variable, only the worker is changed.
/// </summary>
[SuppressMessage("Design", "MA0047", Justification = "The runtime looks for it outside of any namespace.")]
static class StartupHook
{
    const string Worker = "AssetFunctions.dll";

    public static void Initialize()
    {
        if (string.Equals(Path.GetFileName(Environment.GetCommandLineArgs()[0]), Worker, StringComparison.Ordinal))
        {
            HostWatch.Start();
        }
    }
}
