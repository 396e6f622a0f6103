using AssetFunctions.Cli.Api;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Sync.Messaging;

namespace AssetFunctions.Benchmarks.Stacks;

/// <summary>What one run through a stack cost.</summary>
/// <param name="Run">The run as the API shows it at its end.</param>
/// <param name="Requests">Database requests as the database counted them, without those that follow the run.</param>
/// <param name="Time">From the message to the end of the run.</param>
sealed record StackRun(RunResponse Run, long Requests, TimeSpan Time);

/// <summary>The whole local stack with an empty database, for cases that go through the real app.</summary>
sealed class BenchStack : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    readonly string _directory;
    readonly LocalStack _stack;
    readonly ApiConnection _observer;
    int _runs;

    BenchStack(string directory, LocalStack stack)
    {
        _directory = directory;
        _stack = stack;
        _observer = new ApiConnection(new Deployment(stack.Observer, Key: null, IsStarting: true), TimeProvider.System);
    }

    /// <summary>Where the measured instance serves the HTTP API.</summary>
    public Uri Api => _stack.Api;

    /// <summary>Database requests so far, without those of the observer.</summary>
    public long DatabaseRequests => _stack.CountOfRuns().DataRequests;

    /// <param name="app">The app to run, or null for the one that is built.</param>
    /// <param name="settings">App settings beyond the defaults, as environment variables.</param>
    public static async Task<BenchStack> StartAsync(PublishedApp? app = null, params (string Name, string Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("asset-functions-bench-").FullName;
        var options = new StackOptions(1, KeepQueues: false, new ProviderChoice(null, null), [], directory)
        {
            KeepDatabase = false,
            UseUsualPorts = false,
            HasObserver = true,
            FunctionApp = app?.Path,
            Settings = settings.Append((Name: "Sync__Cache__WarmAssets", Value: "0")).DistinctBy(setting => setting.Name).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal),
        };
        try
        {
            return new BenchStack(directory, await LocalStack.StartAsync(RepositoryPaths.Find(), options, TimeProvider.System, default));
        }
        catch (StackException ex)
        {
            Directory.Delete(directory, recursive: true);
            throw new BenchmarkException(ex.Message);
        }
    }

    /// <summary>Syncs a wallet and waits for the end of its run.</summary>
    /// <exception cref="BenchmarkException">The run did not complete.</exception>
    public async Task<StackRun> SyncAsync(SyntheticWallet wallet)
    {
        _stack.Simulator!.Serve(wallet.Address, wallet.WriteAsync);
        var runId = $"bench-{Interlocked.Increment(ref _runs)}";
        var before = DatabaseRequests;
        var started = TimeProvider.System.GetTimestamp();
        await new RequestQueue(_stack.StorageConnectionString).SendAsync(
            new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet.Address, RunId = runId }, default);
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await FindRunAsync(wallet.Address, runId, patience.Token) is { HasEnded: true } run)
            {
                var time = TimeProvider.System.GetElapsedTime(started);
                return run.Status == RunStates.Completed
                    ? new StackRun(run, DatabaseRequests - before, time)
                    : throw new BenchmarkException($"The run ended {run.Status}: {run.Reason}");
            }

            await Task.Delay(PollInterval, TimeProvider.System, patience.Token);
        }
    }

    /// <summary>The most memory that the worker of the measured instance has held at once, in bytes.</summary>
    public Task<long> ReadWorkerPeakAsync() => _stack.Apps[0].ReadPeakWorkingSetAsync(default);

    /// <summary>Starts one more instance.</summary>
    /// <returns>From the start of its processes to the first response of its API.</returns>
    public async Task<TimeSpan> TimeNextInstanceAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        var app = await _stack.StartAppAsync(default);
        using var http = new HttpClient { BaseAddress = app.Api };
        using var response = await http.GetAsync(ApiRoutes.Live);
        response.EnsureSuccessStatusCode();
        var time = TimeProvider.System.GetElapsedTime(started);
        await _stack.CrashAsync(app);
        return time;
    }

    public async ValueTask DisposeAsync()
    {
        _observer.Dispose();
        await _stack.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // The API knows the run once the app has taken its message.
    async Task<RunResponse?> FindRunAsync(string wallet, string runId, CancellationToken cancellationToken)
    {
        try
        {
            return (await _observer.GetRunAsync(wallet, runId, cancellationToken)).Value;
        }
        catch (DeploymentException ex) when (ex.IsAboutOneThing || ex.IsTransient)
        {
            return await _stack.DescribeDeadAppAsync() is { } dead ? throw new BenchmarkException(dead) : null;
        }
    }
}

/// <summary>Routes that several cases call.</summary>
static class ApiRoutes
{
    /// <summary>The cheapest route: no key, no database, no more than the process itself.</summary>
    public static Uri Live { get; } = new("health?probe=live", UriKind.Relative);
}
