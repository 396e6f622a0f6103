using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Commands;
using AssetFunctions.Local.Processes;
using Spectre.Console;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary><c>reset</c>: deletes the data of local runs.</summary>
static class ResetVerb
{
    public static Command Create(Terminal terminal, string? data)
    {
        var yes = new Option<bool>("--yes") { Description = "Delete without confirmation." };
        var command = new Verb("reset", "Deletes the data of the local stack: database, queues and logs. Requires confirmation.", "--yes") { yes };
        var options = new DeploymentOptions().WithJson(command);
        command.SetAction(async (parsed, _) =>
        {
            var (directory, problem) = Choose(terminal, data, parsed.GetValue(yes));
            if (problem is not null)
            {
                await terminal.Error.WriteLineAsync(problem);
                return ExitCodes.NotStarted;
            }

            if (directory is not null)
            {
                Directory.Delete(directory, recursive: true);
            }

            if (options.WantsJson(parsed))
            {
                terminal.WriteJson(new JsonObject { ["deleted"] = directory });
            }
            else
            {
                terminal.Console.WriteLine(directory is null ? "Nothing to delete." : $"Deleted {directory}.");
            }

            return ExitCodes.Good;
        });
        return command;
    }

    /// <returns>The directory to delete, or null if there is none; or the reason why nothing may be deleted.</returns>
    static (string? Directory, string? Problem) Choose(Terminal terminal, string? data, bool isConfirmed)
    {
        if (data is not { } directory)
        {
            return (null, "There is no local stack here: run this from a checkout of the repository.");
        }

        if (StackState.FindRunning(directory) is { } running)
        {
            return (null, $"A local stack is running (process {running.ProcessId}): stop it first.");
        }

        if (!Directory.Exists(directory))
        {
            return (null, null);
        }

        if (isConfirmed || terminal.Confirm?.Invoke($"Delete {directory}, with database, queues and logs?") == true)
        {
            return (directory, null);
        }

        return (null, terminal.Confirm is null ? "There is no terminal for a confirmation: pass --yes to delete the data of the local stack." : "Nothing was deleted.");
    }
}
