namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>Keeps one worker running: a worker that ends is replaced, and invocations wait for the replacement.</summary>
sealed partial class WorkerSupervisor(WorkerApp app, WorkerGateway gateway, WorkerLog log, TimeProvider time, ILogger<WorkerSupervisor> logger) : IDisposable
{
    const int MaxExits = 3;

    // A worker that ran longer does not indicate an app that cannot run.
    static readonly TimeSpan QuickExit = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource _stopping = new();
    IReadOnlyList<string> _functions = [];
    TaskCompletionSource<WorkerInstance> _ready = NotReady();
    WorkerInstance? _worker;

    /// <summary>Completes when the host stops; fails with a <see cref="HostException"/> when the worker ended too often.</summary>
    public Task Watching { get; private set; } = Task.CompletedTask;

    /// <summary>The process that is ready for invocations; null while there is none.</summary>
    public int? ProcessId => _ready.Task is { IsCompletedSuccessfully: true } ready ? ready.Result.Process.Id : null;

    /// <summary>Starts the first worker.</summary>
    /// <returns>All functions of the app.</returns>
    /// <exception cref="HostException">The worker ended or hung; there is no second attempt.</exception>
    public async Task<IReadOnlyList<WorkerFunction>> StartAsync(CancellationToken cancellationToken)
    {
        _worker = await WorkerInstance.StartAsync(app, gateway, log, time, cancellationToken);
        return _worker.Functions;
    }

    /// <summary>Loads the functions, and from now on replaces a worker that ends.</summary>
    /// <exception cref="WorkerException">The worker cannot load a function.</exception>
    public async Task LoadAsync(IEnumerable<WorkerFunction> functions, CancellationToken cancellationToken)
    {
        _functions = [.. functions.Select(function => function.Name)];
        await _worker!.LoadAsync(_functions, cancellationToken);
        Watching = WatchAsync(_worker);
    }

    /// <summary>Waits for a worker that is ready.</summary>
    public Task<WorkerInstance> GetAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Kills the worker; another one replaces it.</summary>
    public void Restart() => _worker?.Process.Kill();

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_worker is not null)
        {
            await _worker.StopAsync(GracePeriod, time);
        }
    }

    public void Dispose() => _stopping.Dispose();

    async Task WatchAsync(WorkerInstance worker)
    {
        var exits = 0;
        while (!_stopping.IsCancellationRequested)
        {
            _worker = worker;
            _ready.SetResult(worker);
            var started = time.GetTimestamp();
            await worker.Process.WaitForExitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _ready = NotReady();
            await worker.DisposeAsync();
            worker = await ReplaceAsync(time.GetElapsedTime(started) < QuickExit ? ++exits : exits = 1, worker.Process.LastOutput);
        }
    }

    async Task<WorkerInstance> ReplaceAsync(int exits, string lastOutput)
    {
        for (; exits < MaxExits; exits++)
        {
            Log.Restarting(logger, lastOutput);
            await Task.Delay(Backoff * exits, time, _stopping.Token);
            try
            {
                var worker = await WorkerInstance.StartAsync(app, gateway, log, time, _stopping.Token);
                await worker.LoadAsync(_functions, _stopping.Token);
                return worker;
            }
            catch (Exception ex) when (ex is HostException or WorkerException)
            {
                lastOutput = ex.Message;
            }
        }

        var failure = new HostException($"The worker ended {MaxExits} times in a row. {lastOutput}");
        _ready.SetException(failure);
        throw failure;
    }

    static TaskCompletionSource<WorkerInstance> NotReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Worker ended; starting another. Its last output: {LastOutput}")]
        public static partial void Restarting(ILogger logger, string lastOutput);
    }
}
