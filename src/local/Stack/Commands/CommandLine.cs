using System.CommandLine;
using System.CommandLine.Invocation;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Stack.Api;
using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary>All verbs of the program.</summary>
static class CommandLine
{
    /// <summary>How long a stack that is ended by hand may take to let its function apps finish.</summary>
    static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    /// <returns>The exit code, see <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var parsed = Create(terminal).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message);
            }

            return ExitCodes.NotAsked;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = StopTime,
                Output = terminal.Out,
                Error = terminal.Error,
            });
        }
        catch (Exception exception) when (exception is StackException or LocalCosmosStartException)
        {
            await terminal.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Bad;
        }
        catch (DeploymentException exception)
        {
            await terminal.Error.WriteLineAsync(exception.Message);
            return exception.IsAboutOneThing ? ExitCodes.Bad : ExitCodes.NotAsked;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }

    static RootCommand Create(Terminal terminal)
    {
        var root = RunVerb.Define(
            new RootCommand("Runs AssetFunctions on this machine, and asks a running deployment. Without a verb it runs the main job: storage emulator, local database, provider and function apps."),
            terminal);
        root.Add(RunVerb.Create(terminal));
        root.Add(SyncVerb.Create(terminal));
        root.Add(StatusVerb.Create(terminal));
        root.Add(PositionsVerb.Create(terminal));
        root.Add(AssetVerb.Create(terminal));
        root.Add(ReplayPoisonVerb.Create(terminal));
        root.Add(ResetVerb.Create(terminal));
        root.Add(SamplesVerb.Create());
        return root;
    }
}
