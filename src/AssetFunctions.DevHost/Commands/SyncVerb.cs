using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.DevHost.Api;
using AssetFunctions.DevHost.Report;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.DevHost.Commands;

/// <summary><c>sync</c>: asks a deployment for a refresh of wallets and follows the runs to their end.</summary>
sealed class SyncVerb(ApiConnection api, Terminal terminal, bool isJson)
{
    const int DefaultTimeoutSeconds = 150;

    readonly List<FollowedRun> _runs = [];

    public static Command Create(Terminal terminal)
    {
        var wallets = WalletArguments.Many("Wallets to sync.", ArgumentArity.OneOrMore);
        var noWait = new Option<bool>("--no-wait") { Description = "Only ask for the runs; do not follow them." };
        var timeout = new Option<int>("--timeout") { Description = "Seconds to follow the runs.", DefaultValueFactory = _ => DefaultTimeoutSeconds };
        var command = new Command("sync", "Asks for a refresh of each wallet and follows it. Exit code 0: every run completed; 1: one did not, or not in time.")
        {
            wallets, noWait, timeout,
        };
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new ApiConnection(options.Find(parsed, terminal), terminal.Clock);
            return await new SyncVerb(api, terminal, options.WantsJson(parsed)).RunAsync(
                parsed.GetRequiredValue(wallets), parsed.GetValue(noWait) ? null : TimeSpan.FromSeconds(parsed.GetValue(timeout)), cancellationToken);
        });
        return command;
    }

    /// <param name="patience">How long to follow the runs, or null not to.</param>
    async Task<int> RunAsync(IReadOnlyList<string> wallets, TimeSpan? patience, CancellationToken cancellationToken)
    {
        foreach (var wallet in wallets)
        {
            _runs.Add(await RequestAsync(wallet, cancellationToken));
        }

        if (patience is { } time)
        {
            await ShowAsync(refresh => FollowAsync(time, refresh, cancellationToken));
        }

        if (isJson)
        {
            terminal.WriteJson(new JsonObject { ["runs"] = new JsonArray([.. _runs.Select(run => run.Json)]) });
        }
        else
        {
            terminal.Console.Write(Table());
        }

        if (patience is not null && _runs.Exists(run => !run.IsSettled))
        {
            await terminal.Error.WriteLineAsync($"Not every run ended within {patience.Value.TotalSeconds:F0} seconds; they go on.");
        }

        var asExpected = patience is null ? RunStates.Running : RunStates.Completed;
        return _runs.TrueForAll(run => run.Run.Status == asExpected || run.Run.Status == RunStates.Completed) ? ExitCodes.Good : ExitCodes.Bad;
    }

    async Task<FollowedRun> RequestAsync(string wallet, CancellationToken cancellationToken)
    {
        try
        {
            var (accepted, json) = await api.RefreshAsync(wallet, cancellationToken);
            return new FollowedRun(new RunAnswer { Wallet = wallet, RunId = accepted.RunId, Status = accepted.Status, Phase = "queued" }, json);
        }
        catch (DeploymentException refusal) when (refusal.IsAboutOneThing)
        {
            return FollowedRun.Refused(wallet, runId: null, refusal.Message);
        }
    }

    async Task FollowAsync(TimeSpan patience, Action refresh, CancellationToken cancellationToken)
    {
        var started = terminal.Clock.GetTimestamp();
        while (true)
        {
            foreach (var run in _runs.Where(run => !run.IsSettled))
            {
                await LookAsync(run, cancellationToken);
            }

            refresh();
            if (_runs.TrueForAll(run => run.IsSettled) || terminal.Clock.GetElapsedTime(started) >= patience)
            {
                return;
            }

            await Task.Delay(ApiDefaults.Pause, terminal.Clock, cancellationToken);
        }
    }

    async Task LookAsync(FollowedRun run, CancellationToken cancellationToken)
    {
        try
        {
            run.Update(await api.GetRunAsync(run.Run.Wallet, run.Run.RunId!, cancellationToken));
        }
        catch (DeploymentException refusal) when (refusal.IsAboutOneThing)
        {
            run.Refuse(refusal.Message);
        }
        catch (DeploymentException busy) when (busy.IsTransient)
        {
            // The next look may find it answering again; patience bounds the wait.
        }
    }

    Task ShowAsync(Func<Action, Task> follow) => isJson || !terminal.Console.Profile.Capabilities.Interactive
        ? follow(static () => { })
        : terminal.Console.Live(Table()).AutoClear(true).StartAsync(live => follow(() => live.UpdateTarget(Table())));

    IRenderable Table() => RunsTable.Render([.. _runs.Select(run => run.Run)]);

    sealed class FollowedRun(RunAnswer run, JsonObject json)
    {
        public RunAnswer Run { get; private set; } = run;

        public JsonObject Json { get; private set; } = json;

        /// <summary>Whether nothing more is to be learnt by asking again.</summary>
        public bool IsSettled { get; private set; }

        public static FollowedRun Refused(string wallet, string? runId, string reason)
        {
            var run = new FollowedRun(new RunAnswer { Wallet = wallet, RunId = runId, Status = RunStates.Refused }, []);
            run.Refuse(reason);
            return run;
        }

        public void Update(Answer<RunAnswer> answer)
        {
            (Run, Json) = answer;
            IsSettled = Run.HasEnded;
        }

        public void Refuse(string reason)
        {
            Run = Run with { Status = RunStates.Refused, Reason = reason };
            Json = new JsonObject { ["wallet"] = Run.Wallet, ["runId"] = Run.RunId, ["status"] = Run.Status, ["reason"] = reason };
            IsSettled = true;
        }
    }
}
