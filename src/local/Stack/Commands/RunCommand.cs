using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Stack.Processes;
using AssetFunctions.Local.Stack.Report;
using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Local.Stack.Samples;
using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Wallets;
using Spectre.Console;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary>The main job: starts the local stack, syncs wallets through it, shows progress and what it cost.</summary>
sealed class RunCommand(Terminal terminal, RunSettings settings)
{
    const string KeyVariable = "ZERION_API_KEY";
    const string AddressVariable = "ZERION_BASE_ADDRESS";

    const int MaxErrors = 5;

    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    readonly IAnsiConsole _console = settings.Json ? PlainOrRich.Silent() : terminal.Console;
    readonly TimeProvider _clock = terminal.Clock;
    readonly RunBoard _board = new();

    /// <returns>The exit code: 0 when every run completed (or the stack was stopped by hand), 1 otherwise.</returns>
    /// <exception cref="StackException">The stack cannot start.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var paths = RepositoryPaths.Find();
        var wallets = ChooseWallets(paths);
        var data = terminal.DataDirectory ?? paths.Data;
        if (StackState.FindRunning(data) is { } running)
        {
            throw new StackException($"A local stack is running already (process {running.ProcessId}): end it first, or use the verbs that ask it.");
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
            // Tools look for the stack of the checkout on the usual ports; one over other data keeps out of its way.
            UseUsualPorts = string.Equals(data, paths.Data, StringComparison.Ordinal),
        };

        _console.MarkupLine($"Starting the storage emulator, the local database, {(settings.Instances > 1 ? "Redis, " : string.Empty)}{(provider.IsLive ? "the live provider" : "the replay provider")} and {settings.Instances} function app(s)…");
        await using var stack = await LocalStack.StartAsync(paths, options, (_, line) => _board.Apply(line), _clock, cancellationToken);
        _console.MarkupLineInterpolated($"   API {stack.Api}   database {stack.Cosmos.Endpoint}   provider {stack.Provider}   logs {Path.GetRelativePath(paths.Root, data)}");

        var ended = await SyncAsync(stack, wallets, cancellationToken);
        if (settings.Once)
        {
            return ended ? 0 : 1;
        }

        await Registrations.RegisterAsync(stack.Api, wallets, cancellationToken);
        _console.MarkupLine("The stack stays up; the wallets are registered and synced every ten minutes or so. Ctrl+C ends it.");
        await StayUpAsync(stack, cancellationToken);
        return 0;
    }

    async Task<bool> SyncAsync(LocalStack stack, IReadOnlyList<(string Name, string Address)> wallets, CancellationToken cancellationToken)
    {
        var queue = new RequestQueue(stack.StorageConnectionString);
        var before = stack.Cosmos.Meter.Snapshot();
        var started = _clock.GetTimestamp();
        var stamp = _clock.GetUtcNow().ToString("yyyyMMddHHmmssfff");
        foreach (var (name, address) in wallets)
        {
            var runId = $"local-{stamp}-{_board.Read(runs => runs.Count)}";
            _board.Expect(runId, name, address, settings.Transactions);
            var request = new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = address, RunId = runId, Transactions = settings.Transactions };
            await queue.SendAsync(request, cancellationToken);
        }

        var problem = await FollowAsync(stack, queue, TimeSpan.FromSeconds(settings.TimeoutSeconds), cancellationToken);
        var wallTime = _clock.GetElapsedTime(started);
        var counted = stack.Cosmos.Meter.Snapshot() - before;
        if (settings.Json)
        {
            terminal.WriteJson(_board.Read(runs => RunDocument.Create(runs, counted, wallTime, problem, FirstErrors())));
            if (problem is not null)
            {
                await terminal.Error.WriteLineAsync(problem);
            }
        }
        else
        {
            Report(counted, wallTime, problem);
        }

        return problem is null && _board.Read(runs => runs.All(run => run.Status == RunStatus.Completed));
    }

    async Task<string?> FollowAsync(LocalStack stack, RequestQueue queue, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_console.Profile.Capabilities.Interactive)
        {
            return await WaitAsync(stack, queue, timeout, static () => { }, cancellationToken);
        }

        return await _console.Live(_board.Read(ProgressView.Render))
            .StartAsync(live => WaitAsync(stack, queue, timeout, () => live.UpdateTarget(_board.Read(ProgressView.Render)), cancellationToken));
    }

    async Task<string?> WaitAsync(LocalStack stack, RequestQueue queue, TimeSpan timeout, Action refresh, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        for (var tick = 0; !_board.AllEnded; tick++)
        {
            refresh();
            if (stack.FindDeadApp() is { } dead)
            {
                return dead;
            }

            if (_clock.GetElapsedTime(started) > timeout)
            {
                return $"Not every run ended within {timeout.TotalSeconds:F0} seconds.";
            }

            var checkPoison = tick % 10 == 9;
            if (checkPoison && await queue.FindPoisonAsync(cancellationToken) is { Count: > 0 } poison)
            {
                return string.Join(' ', poison.Select(entry => $"{entry.Messages} message(s) went to {entry.Queue}."));
            }

            await Task.Delay(PollInterval, _clock, cancellationToken);
        }

        refresh();
        return null;
    }

    void Report(MeterSnapshot counted, TimeSpan wallTime, string? problem)
    {
        _board.Read(runs =>
        {
            foreach (var summary in runs.Where(run => run.Summary is not null).Select(run => run.Summary!.Text("Text")))
            {
                _console.WriteLine(summary);
            }

            _console.Write(ClosingTable.Render(runs, counted, wallTime));
            if (runs.Any(run => run.AwaitsTransactions))
            {
                _console.Write(HistoryTable.Render(runs));
            }

            return runs.Count;
        });
        _console.MarkupLineInterpolated($"[grey]requests in the last row are counted by the database: {counted.DataRequests} on items, plus {counted.MetadataRequests} to look up account and containers[/]");
        foreach (var error in FirstErrors())
        {
            _console.MarkupLineInterpolated($"[red]{error}[/]");
        }

        if (problem is not null)
        {
            _console.MarkupLineInterpolated($"[red]{problem}[/]");
        }
    }

    IEnumerable<string> FirstErrors() => _board.Errors.Distinct(StringComparer.Ordinal).Take(MaxErrors);

    async Task StayUpAsync(LocalStack stack, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancellationToken);
                if (stack.FindDeadApp() is { } dead)
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
