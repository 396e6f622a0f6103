using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Commands;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Local.Stack.Report;
using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Wallets;
using Spectre.Console;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary>The main job: starts the local stack, syncs wallets through it, and shows progress and cost.</summary>
/// <param name="dataDirectory">Folder for the data of the stack, or null for that of the checkout.</param>
sealed class RunCommand(Terminal terminal, RunSettings settings, string? dataDirectory)
{
    const string KeyVariable = "ZERION_API_KEY";
    const string AddressVariable = "ZERION_BASE_ADDRESS";

    readonly IAnsiConsole _console = settings.Json ? PlainOrRich.Silent() : terminal.Console;
    readonly TimeProvider _clock = terminal.Clock;
    readonly List<FollowedRun> _runs = [];

    /// <returns>The exit code: 0 when every run completed (or the stack was stopped by hand), 1 otherwise.</returns>
    /// <exception cref="StackException">The stack cannot start.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var paths = RepositoryPaths.Find();
        var wallets = ChooseWallets(paths);
        var data = dataDirectory ?? paths.Data;
        if (StackState.FindRunning(data) is { } running)
        {
            throw new StackException($"A local stack is already running (process {running.ProcessId}): stop it first, or use the verbs for a running deployment.");
        }

        if (settings.Fresh && Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        var provider = settings.Addresses.Count == 0
            ? new ProviderChoice(null, null)
            : new ProviderChoice(System.Environment.GetEnvironmentVariable(KeyVariable), System.Environment.GetEnvironmentVariable(AddressVariable));
        var scheduled = settings.Once ? [] : wallets.Select(wallet => wallet.Address).ToList();
        var options = new StackOptions(settings.Instances, KeepQueues: !settings.Once, provider, scheduled, data)
        {
            // Tools expect the stack of the checkout on the default ports; a stack over other data leaves them free.
            UseUsualPorts = string.Equals(data, paths.Data, StringComparison.Ordinal),
            IsFlex = settings.Flex,
            HasObserver = true,
            Settings = settings.Verbose ? PhaseLines.Settings : new Dictionary<string, string>(StringComparer.Ordinal),
            OnLine = settings.Verbose ? line => PhaseLines.Show(line, _console) : null,
        };

        _console.MarkupLine($"Starting the storage emulator, the local database, {(options.SharesRedis ? "Redis, " : string.Empty)}{(provider.IsLive ? "the live provider" : "the provider simulator")} and {Apps()}…");
        var started = _clock.GetTimestamp();
        await using var stack = await LocalStack.StartAsync(paths, options, _clock, cancellationToken);
        _console.MarkupLineInterpolated($"   API {stack.Api}   database {stack.Cosmos.Endpoint}   provider {stack.Provider}   logs {Path.GetRelativePath(paths.Root, data)}   ready after {_clock.GetElapsedTime(started).TotalSeconds:F1} s");

        var ended = await SyncAsync(stack, wallets, cancellationToken);
        if (settings.Once)
        {
            return ended ? 0 : 1;
        }

        await Registrations.RegisterAsync(stack.Api, wallets, _clock, cancellationToken);
        _console.MarkupLine("The stack keeps running. The wallets are registered and synced about every ten minutes. Press Ctrl+C to stop it.");
        await StayUpAsync(stack, cancellationToken);
        return 0;
    }

    string Apps() => settings.Flex ? "a function app process for each group of functions" : $"{settings.Instances} function app(s)";

    async Task<bool> SyncAsync(LocalStack stack, IReadOnlyList<(string Name, string Address)> wallets, CancellationToken cancellationToken)
    {
        var queue = new RequestQueue(stack.StorageConnectionString);
        var oldPoison = await queue.FindPoisonAsync(cancellationToken);
        foreach (var (name, messages) in oldPoison)
        {
            _console.MarkupLineInterpolated($"   {messages} message(s) of earlier runs are in {name}; replay-poison sends them back.");
        }

        var before = stack.CountOfRuns();
        var started = _clock.GetTimestamp();
        var stamp = _clock.GetUtcNow().ToString("yyyyMMddHHmmssfff");
        foreach (var (name, address) in wallets)
        {
            var run = new FollowedRun(name, address, $"local-{stamp}-{_runs.Count}") { AwaitsTransactions = settings.Transactions };
            _runs.Add(run);
            var request = new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = address, RunId = run.Run.RunId, Transactions = settings.Transactions };
            await queue.SendAsync(request, cancellationToken);
        }

        using var api = new ApiConnection(new Deployment(stack.Observer, Key: null, IsStarting: true), _clock);
        var problem = await ShowAsync(refresh => FollowAsync(stack, api, queue, oldPoison, refresh, cancellationToken));
        var wallTime = _clock.GetElapsedTime(started);
        var counted = stack.CountOfRuns() - before;
        if (!settings.Json)
        {
            await ReportAsync(stack, counted, wallTime, problem, cancellationToken);
        }
        else
        {
            terminal.WriteJson(RunDocument.Create(_runs, counted, wallTime, problem, stack.Errors.First));
            if (problem is not null)
            {
                await terminal.Error.WriteLineAsync(problem);
            }
        }

        return problem is null && _runs.TrueForAll(run => run.Run.Status == RunStates.Completed);
    }

    // Phase lines would break up a table that is redrawn in place.
    Task<string?> ShowAsync(Func<Action, Task<string?>> follow) => settings.Verbose || !_console.Profile.Capabilities.Interactive
        ? follow(static () => { })
        : _console.Live(RunsTable.Render(_runs)).AutoClear(true).StartAsync(live => follow(() => live.UpdateTarget(RunsTable.Render(_runs))));

    /// <returns>The reason why some run was not followed to its end, or null.</returns>
    async Task<string?> FollowAsync(LocalStack stack, ApiConnection api, RequestQueue queue, IReadOnlyList<(string Queue, int Messages)> oldPoison, Action refresh, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        for (var tick = 1; ; tick++)
        {
            foreach (var run in _runs.Where(run => !run.IsSettled))
            {
                await PollAsync(run, api, cancellationToken);
            }

            refresh();
            if (_runs.TrueForAll(run => run.IsSettled))
            {
                return null;
            }

            if (await stack.DescribeDeadAppAsync() is { } dead)
            {
                return dead;
            }

            if (_clock.GetElapsedTime(started) > TimeSpan.FromSeconds(settings.TimeoutSeconds))
            {
                return $"Not every run ended within {settings.TimeoutSeconds} seconds.";
            }

            var checkPoison = tick % 4 == 0;
            if (checkPoison && await queue.FindPoisonAsync(cancellationToken, oldPoison) is { Count: > 0 } poison)
            {
                return string.Join(' ', poison.Select(entry => $"{entry.Messages} message(s) went to {entry.Queue}."));
            }

            await Task.Delay(ApiDefaults.Pause, _clock, cancellationToken);
        }
    }

    static async Task PollAsync(FollowedRun run, ApiConnection api, CancellationToken cancellationToken)
    {
        try
        {
            await run.UpdateAsync(api, cancellationToken);
        }
        catch (DeploymentException ex) when (ex.IsAboutOneThing || ex.IsTransient)
        {
            // A run is unknown until its first chunk is stored, and its transactions until their first page is.
        }
    }

    async Task ReportAsync(LocalStack stack, MeterSnapshot counted, TimeSpan wallTime, string? problem, CancellationToken cancellationToken)
    {
        var statistics = await FindStatisticsAsync(stack, cancellationToken);
        foreach (var summary in _runs.Select(run => Summaries.Of(run, statistics)).Where(summary => summary is not null))
        {
            // Written directly, because the console would wrap the lines.
            _console.Profile.Out.Writer.WriteLine(summary);
        }

        _console.Write(ClosingTable.Render(_runs, counted, wallTime));
        if (settings.Transactions)
        {
            _console.Write(HistoryTable.Render(_runs));
        }

        _console.MarkupLineInterpolated($"[grey]Last row: counted by the database ({counted.MetadataRequests} more requests looked up account and containers). The other rows: counted by the runs, without the units of each run's last request.[/]");
        foreach (var error in stack.Errors.First)
        {
            _console.MarkupLineInterpolated($"[red]{error}[/]");
        }

        if (problem is not null)
        {
            _console.MarkupLineInterpolated($"[red]{problem}[/]");
        }
    }

    /// <summary>Statistics of the process that did all the work, or null when several shared it or it does not respond.</summary>
    async Task<StatisticsResponse?> FindStatisticsAsync(LocalStack stack, CancellationToken cancellationToken)
    {
        if (settings.Flex || settings.Instances > 1)
        {
            return null;
        }

        try
        {
            using var api = new ApiConnection(new Deployment(stack.Api, Key: null, IsStarting: false), _clock);
            return (await api.GetStatisticsAsync(cancellationToken)).Value;
        }
        catch (DeploymentException)
        {
            return null;
        }
    }

    async Task StayUpAsync(LocalStack stack, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancellationToken);
                if (await stack.DescribeDeadAppAsync() is { } dead)
                {
                    throw new StackException(dead);
                }
            }
        }
        catch (OperationCanceledException)
        {
            _console.MarkupLine("Stopping…");
        }
    }

    IReadOnlyList<(string Name, string Address)> ChooseWallets(RepositoryPaths paths)
    {
        if (settings.Addresses.Count == 0)
        {
            return [.. SampleWallets.Load(paths.Samples).Select(wallet => (wallet.Name, wallet.Address))];
        }

        if (string.IsNullOrWhiteSpace(System.Environment.GetEnvironmentVariable(KeyVariable)))
        {
            throw new StackException($"Live wallets need a Zerion API key in the environment variable {KeyVariable}.");
        }

        return [.. settings.Addresses.Select(wallet => (WalletAddress.Shorten(wallet), wallet))];
    }
}
