using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Sync;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>sync</c>: requests runs of wallets and follows them to their end. It reports on every wallet, even if some fail.</summary>
/// <param name="timeout">Time limit for all runs together.</param>
/// <param name="follows">True if the runs are followed, false if only requested.</param>
sealed class SyncVerb(ApiConnection api, Terminal terminal, bool isJson, TimeSpan timeout, bool follows)
{
    const int DefaultTimeoutSeconds = 150;
    const int MaxTimeoutSeconds = 86_400;

    readonly List<FollowedRun> _runs = [];

    public static Command Create(Terminal terminal)
    {
        var wallets = WalletArguments.Many("Wallets to sync.", ArgumentArity.OneOrMore);
        var noWait = new Option<bool>("--no-wait") { Description = "Only request the runs; do not follow them." };
        var timeout = NumberOptions.Whole(
            "--timeout", "Seconds to request and follow the runs.", DefaultTimeoutSeconds, 1, MaxTimeoutSeconds, $"a number of seconds from 1 to {MaxTimeoutSeconds}");
        var command = new Verb("sync", "Requests a run of each wallet and follows it. Exit code 0: every run completed; 1: one was refused, did not complete, or not in time.", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045 --timeout 300")
        {
            wallets, noWait, timeout,
        };
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new ApiConnection(options.Find(parsed, terminal), terminal.Clock);
            var verb = new SyncVerb(api, terminal, options.WantsJson(parsed), TimeSpan.FromSeconds(parsed.GetValue(timeout)), follows: !parsed.GetValue(noWait));
            return await verb.RunAsync(parsed.GetRequiredValue(wallets), cancellationToken);
        });
        return command;
    }

    async Task<int> RunAsync(IReadOnlyList<string> wallets, CancellationToken cancellationToken)
    {
        _runs.AddRange(wallets.Select(wallet => new FollowedRun(WalletAddress.Shorten(wallet), wallet)));
        await ShowAsync(refresh => PursueAsync(refresh, cancellationToken));
        if (isJson)
        {
            terminal.WriteJson(new JsonObject { ["runs"] = new JsonArray([.. _runs.Select(run => run.Json)]) });
        }
        else
        {
            terminal.Console.Write(Table());
        }

        if (_runs.Where(IsOpen).ToList() is { Count: > 0 } open)
        {
            var failure = open.Find(run => run.Failure is not null)?.Failure;
            await terminal.Error.WriteLineAsync($"Not every run ended within {timeout.TotalSeconds:F0} seconds; the rest continue.{(failure is null ? string.Empty : $" {failure}")}");
        }

        var asExpected = follows ? RunStates.Completed : RunStates.Running;
        return _runs.TrueForAll(run => run.Run.Status == asExpected || run.Run.Status == RunStates.Completed) ? ExitCodes.Good : ExitCodes.Bad;
    }

    /// <summary>Requests all runs and follows them concurrently, so that one slow wallet does not delay the others.</summary>
    async Task PursueAsync(Action refresh, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, terminal.Clock);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (true)
            {
                foreach (var run in _runs.Where(IsOpen))
                {
                    // The first call may exceed the timeout, so that a missing deployment is always reported as such.
                    await StepAsync(run, api.HasResponded ? bounded.Token : cancellationToken);
                }

                refresh();
                if (!_runs.Exists(IsOpen))
                {
                    return;
                }

                await Task.Delay(ApiDefaults.Pause, terminal.Clock, bounded.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (var run in _runs.Where(run => !run.IsAccepted && !run.IsSettled))
            {
                run.Refuse(run.Failure ?? $"The deployment did not accept the request within {timeout.TotalSeconds:F0} seconds.");
            }
        }
    }

    async Task StepAsync(FollowedRun run, CancellationToken cancellationToken)
    {
        try
        {
            if (run.IsAccepted)
            {
                await run.UpdateAsync(api, cancellationToken);
            }
            else
            {
                run.Accept(await api.RefreshAsync(run.Run.Wallet, cancellationToken));
            }
        }
        catch (DeploymentException busy) when (busy.IsTransient)
        {
            run.Fail(busy.Message, terminal.Clock.GetTimestamp());
            if (!run.IsAccepted && terminal.Clock.GetElapsedTime(run.FailingSince!.Value) >= ApiDefaults.RequestPatience)
            {
                run.Refuse(busy.Message);
            }
        }
        catch (DeploymentException ex) when (ex.IsAboutOneThing || _runs.Exists(other => other.IsAccepted || other.IsSettled))
        {
            // A failure that concerns every wallet ends the command only while there is no result for any of them.
            run.Refuse(ex.Message);
        }
    }

    bool IsOpen(FollowedRun run) => !run.IsSettled && (follows || !run.IsAccepted);

    Task ShowAsync(Func<Action, Task> pursue) => isJson || !terminal.Console.Profile.Capabilities.Interactive
        ? pursue(static () => { })
        : terminal.Console.Live(Table()).AutoClear(true).StartAsync(live => pursue(() => live.UpdateTarget(Table())));

    IRenderable Table() => RunsTable.Render(_runs);
}
