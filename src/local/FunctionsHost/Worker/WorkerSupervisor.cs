using AssetFunctions.Local.FunctionsHost.Hosting;
using AssetFunctions.Local.FunctionsHost.Rpc;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>Keeps one worker running: a worker that ends is replaced, and invocations wait for the replacement.</summary>
sealed partial class WorkerSupervisor(WorkerApp app, WorkerGateway gateway, WorkerLog log, TimeProvider time, ILogger<WorkerSupervisor> logger) : IAsyncDisposable
{
    const int AllowedDeaths = 3;

    // A worker that ran longer than this did start; its end is no sign of an app that cannot run.
    static readonly TimeSpan QuickDeath = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(500);

    readonly CancellationTokenSource _stopping = new();
    readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    TaskCompletionSource<WorkerInstance> _ready = NotReady();
    IReadOnlyList<WorkerFunction> _functions = [];
    WorkerInstance? _worker;
    Task _watching = Task.CompletedTask;

    /// <summary>Never ends well: fails with a <see cref="HostException"/> when the worker ended too often.</summary>
    public Task Failure => _failure.Task;

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

    /// <summary>Loads the functions to run, and from now on replaces a worker that ends.</summary>
    public async Task LoadAsync(IReadOnlyList<WorkerFunction> functions, CancellationToken cancellationToken)
    {
        _functions = functions;
        try
        {
            await _worker!.LoadAsync(functions, cancellationToken);
        }
        catch (WorkerException ex)
        {
            throw new HostException($"The worker cannot load its functions: {ex.Message}", ex);
        }

        _ready.SetResult(_worker);
        _watching = WatchAsync(_worker);
    }

    /// <summary>The worker, as soon as there is one.</summary>
    public Task<WorkerInstance> GetAsync(CancellationToken cancellationToken) => Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    /// <summary>Ends the worker at once; another one takes its place.</summary>
    public void Restart() => _worker?.Process.Kill();

    public async Task StopAsync(TimeSpan gracePeriod)
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_worker is not null)
        {
            await _worker.StopAsync(gracePeriod, time);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (Interlocked.Exchange(ref _worker, null) is { } worker)
        {
            await worker.DisposeAsync();
        }
    }

    async Task WatchAsync(WorkerInstance worker)
    {
        try
        {
            for (var deaths = 0; ;)
            {
                var started = time.GetTimestamp();
                await worker.WaitForExitAsync(_stopping.Token);
                Volatile.Write(ref _ready, NotReady());
                deaths = time.GetElapsedTime(started) < QuickDeath ? deaths + 1 : 1;
                worker = await ReplaceAsync(worker, deaths);
                _worker = worker;
                _ready.SetResult(worker);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (HostException ex)
        {
            _ready.TrySetException(ex);
            _failure.TrySetException(ex);
        }
    }

    async Task<WorkerInstance> ReplaceAsync(WorkerInstance dead, int deaths)
    {
        var reason = $"code {dead.Process.ExitCode}";
        await dead.DisposeAsync();
        var lines = dead.Process.LastLines;
        while (deaths < AllowedDeaths)
        {
            Log.Restarting(logger, reason);
            await Task.Delay(Backoff * deaths, time, _stopping.Token);
            try
            {
                var worker = await WorkerInstance.StartAsync(app, gateway, log, time, _stopping.Token);
                await worker.LoadAsync(_functions, _stopping.Token);
                return worker;
            }
            catch (Exception ex) when (ex is HostException or WorkerException)
            {
                lines = ex.Message;
                deaths++;
            }
        }

        throw new HostException($"The worker ended {AllowedDeaths} times in a row.{(lines.Length > 0 ? Environment.NewLine + lines : "")}");
    }

    static TaskCompletionSource<WorkerInstance> NotReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The worker ended with {Reason}; starting another.")]
        public static partial void Restarting(ILogger logger, string reason);
    }
}
