using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>One instance of the function app: a local Functions host and the worker process that it runs.</summary>
sealed class FunctionApp : IAsyncDisposable
{
    /// <summary>The name of the group of all HTTP functions.</summary>
    public const string Http = "http";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);

    readonly ChildProcess _host;
    readonly HttpClient _http;
    readonly TimeProvider _clock;

    FunctionApp(ChildProcess host, int port, TimeProvider clock)
    {
        _host = host;
        _clock = clock;
        Port = port;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
    }

    public int Port { get; }

    /// <summary>The address of its HTTP API, if it runs HTTP functions.</summary>
    public Uri Api => AddressOf(Port);

    public bool HasExited => _host.HasExited;

    public static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/api/");

    /// <param name="host">Program of the local Functions host.</param>
    /// <param name="app">Program of the function app.</param>
    /// <param name="functions">Functions to run, or null for all.</param>
    /// <param name="messageLease">How long the message of a killed instance stays invisible, or null for the ten minutes of the engine.</param>
    public static FunctionApp Start(
        string host, string app, int port, string? functions, TimeSpan? messageLease, IReadOnlyDictionary<string, string?> environment, string logFile,
        Action<string> onLine, TimeProvider clock)
    {
        string[] arguments =
        [
            "--app", app, "--port", $"{port}",
            .. functions is null ? Array.Empty<string>() : ["--functions", functions],
            .. messageLease is { } lease ? ["--message-lease", lease.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        ];
        var command = ProcessCommand.Dotnet(host, arguments) with { Environment = environment };
        return new FunctionApp(command.Start(logFile, onLine, onLine), port, clock);
    }

    /// <summary>Waits until its functions run.</summary>
    /// <exception cref="StackException">The instance ended, or did not start in time.</exception>
    public async Task WaitUntilRunningAsync(CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while (await FindStatusAsync(cancellationToken) is not { IsRunning: true })
        {
            if (HasExited)
            {
                throw new StackException(await DescribeEndAsync());
            }

            if (_clock.GetElapsedTime(started) > StartTimeout)
            {
                throw new StackException($"A function app did not start within {StartTimeout.TotalSeconds:F0} seconds:{Environment.NewLine}{_host.LastOutput}");
            }

            await Task.Delay(ProbeInterval, _clock, cancellationToken);
        }
    }

    /// <summary>Describes how the host ended: exit code and last lines.</summary>
    public Task<string> DescribeEndAsync() => _host.DescribeEndAsync("A function app");

    /// <summary>The peak memory of its worker, in bytes.</summary>
    /// <exception cref="StackException">It has no worker at the moment.</exception>
    public async Task<long> ReadPeakWorkingSetAsync(CancellationToken cancellationToken)
    {
        using var worker = await GetWorkerAsync(cancellationToken);
        return worker.PeakWorkingSet64;
    }

    /// <summary>Kills only the worker, as a fatal error of the runtime would. The host starts another one.</summary>
    /// <exception cref="StackException">It has no worker at the moment.</exception>
    public async Task KillWorkerAsync(CancellationToken cancellationToken)
    {
        using var worker = await GetWorkerAsync(cancellationToken);
        worker.Kill();
    }

    /// <summary>Kills host and worker, as the loss of the machine would.</summary>
    public Task KillAsync() => _host.KillAsync();

    /// <summary>Freezes host and worker; they keep their state and their leases.</summary>
    /// <returns>An action that resumes them.</returns>
    /// <exception cref="StackException">It has no worker at the moment.</exception>
    public async Task<Func<Task>> PauseAsync(CancellationToken cancellationToken)
    {
        using var worker = await GetWorkerAsync(cancellationToken);
        int[] ids = [_host.Id, worker.Id];
        await SignalAsync("STOP");
        return () => SignalAsync("CONT");

        Task SignalAsync(string signal) => Task.WhenAll(ids.Select(id => ChildProcess.SignalAsync(id, signal)));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    async Task<Process> GetWorkerAsync(CancellationToken cancellationToken) => await FindStatusAsync(cancellationToken) is { WorkerProcessId: { } id }
        ? Process.GetProcessById(id)
        : throw new StackException("The function app has no worker at the moment.");

    async Task<HostStatus?> FindStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetFromJsonAsync<HostStatus>(new Uri("admin/host/status", UriKind.Relative), cancellationToken);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            return null;
        }
    }

    sealed record HostStatus(string State, int? WorkerProcessId)
    {
        public bool IsRunning => State == "Running";
    }
}
