using System.Diagnostics;
using System.Net.Http.Json;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Benchmarks.Hosting;

/// <summary>What host and worker have used of the processor since they started.</summary>
readonly record struct CpuUse(TimeSpan Host, TimeSpan Worker)
{
    public static CpuUse operator -(CpuUse later, CpuUse earlier) => new(later.Host - earlier.Host, later.Worker - earlier.Worker);
}

/// <summary>The local Functions host of a checkout with that checkout's specimen app.</summary>
sealed class SpecimenHost : IAsyncDisposable
{
    /// <summary>Queue of the function that does nothing with an empty message.</summary>
    public const string Queue = "bench-input";

    // Runs only what is measured.
    const string Functions = "Echo,http";

    static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(5);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly ChildProcess _host;
    readonly Process _hostProcess;
    readonly Process _worker;

    SpecimenHost(ChildProcess host, Process worker, HttpClient http) =>
        (_host, _hostProcess, _worker, Http) = (host, Process.GetProcessById(host.Id), worker, http);

    /// <summary>Calls the HTTP functions.</summary>
    public HttpClient Http { get; }

    /// <summary>An HTTP function that returns a few characters.</summary>
    public static Uri Get { get; } = new("api/coins/btc/1", UriKind.Relative);

    /// <summary>From the start of the host's process until it accepts connections.</summary>
    public TimeSpan UntilListening { get; private init; }

    /// <summary>From the start of the host's process until an HTTP function has returned.</summary>
    public TimeSpan UntilFirstInvocation { get; private init; }

    /// <summary>Whether a checkout has host and specimen, built.</summary>
    public static bool IsIn(string checkout) => File.Exists(ProgramIn(checkout)) && Directory.Exists(AppIn(checkout));

    public static async Task<SpecimenHost> StartAsync(string checkout, string storage, string logFile)
    {
        var port = Loopback.ChoosePort(0);
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storage,
            ["EchoInput"] = Queue,
            ["Output"] = "bench-output",
        };
        var started = Stopwatch.GetTimestamp();
        var host = (ProcessCommand.Dotnet(ProgramIn(checkout), "--app", AppIn(checkout), "--port", $"{port}", "--functions", Functions) with { Environment = environment }).Start(logFile);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!await Loopback.AcceptsAsync(port, patience.Token))
            {
                await WaitAsync(host, patience.Token);
            }

            var listening = Stopwatch.GetElapsedTime(started);
            while (!await SucceedsAsync(http, patience.Token))
            {
                await WaitAsync(host, patience.Token);
            }

            var invoked = Stopwatch.GetElapsedTime(started);
            var status = await http.GetFromJsonAsync<Status>(new Uri("admin/host/status", UriKind.Relative), patience.Token);
            return new SpecimenHost(host, Process.GetProcessById(status!.WorkerProcessId), http) { UntilListening = listening, UntilFirstInvocation = invoked };
        }
        catch
        {
            http.Dispose();
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the host stand still, so that messages gather.</summary>
    public Task PauseAsync() => _host.SignalAsync("STOP");

    public Task ContinueAsync() => _host.SignalAsync("CONT");

    public CpuUse ReadCpu()
    {
        _hostProcess.Refresh();
        _worker.Refresh();
        return new CpuUse(_hostProcess.TotalProcessorTime, _worker.TotalProcessorTime);
    }

    /// <summary>The most memory that each process has held at once, in bytes.</summary>
    public (long Host, long Worker) ReadPeaks()
    {
        _hostProcess.Refresh();
        _worker.Refresh();
        return (_hostProcess.PeakWorkingSet64, _worker.PeakWorkingSet64);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
        _hostProcess.Dispose();
        _worker.Dispose();
    }

    static string ProgramIn(string checkout) =>
        Path.Combine(checkout, "src", "local", "FunctionsHost", "bin", "Release", "net10.0", "AssetFunctions.Local.FunctionsHost.dll");

    static string AppIn(string checkout) => Path.Combine(checkout, "tests", "AssetFunctions.Testing.Worker", "bin", "Release", "net10.0");

    static async Task<bool> SucceedsAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(Get, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static async Task WaitAsync(ChildProcess host, CancellationToken cancellationToken)
    {
        if (host.HasExited)
        {
            throw new BenchmarkException(await host.DescribeEndAsync("The host"));
        }

        await Task.Delay(ProbeInterval, TimeProvider.System, cancellationToken);
    }

    sealed record Status(string State, int WorkerProcessId);
}
