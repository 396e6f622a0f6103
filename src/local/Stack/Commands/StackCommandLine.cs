using System.CommandLine;
using AssetFunctions.Cli.Commands;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary>The verbs of the local stack, beside those for any deployment.</summary>
static class StackCommandLine
{
    /// <param name="data">Data folder of the local stack, or null when the program runs outside of a checkout.</param>
    /// <returns>The exit code, see <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, string? data) => CommandLine.RunAsync(
        shell => Create(shell, data),
        arguments,
        terminal with { FindLocalApi = () => data is null ? null : StackState.FindRunning(data)?.Api },
        exception => exception is StackException or ProcessException or LocalCosmosStartException);

    static RootCommand Create(Terminal terminal, string? data)
    {
        var root = RunVerb.Define(
            new RootCommand("Runs AssetFunctions on this machine, and shows and operates a running deployment. Without a verb it runs the main job: storage emulator, local database, provider and function apps."),
            terminal,
            data);
        root.Add(RunVerb.Create(terminal, data));
        CommandLine.WithVerbs(root, terminal);
        root.Add(ResetVerb.Create(terminal, data));
        root.Add(SamplesVerb.Create());
        VerbHelp.Use(root, "infra/local/run.sh");
        return root;
    }
}
