using System.Text.Json;
using System.Text.RegularExpressions;
using AssetFunctions.Local.Processes;
using AssetFunctions.Testing;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Local.FunctionsHost.Tests.Support;

/// <summary>The host as a process, running the specimen worker.</summary>
sealed partial class HostProcess : IAsyncDisposable
{
    static readonly string Build = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    readonly ChildProcess _process;

    HostProcess(ChildProcess process) => _process = process;

    public static string Program { get; }
        = Path.Combine(Repository.Root, "src/local/FunctionsHost/bin", Build, "net10.0/AssetFunctions.Local.FunctionsHost.dll");

    public static string Worker { get; } = Path.Combine(Repository.Root, "tests/AssetFunctions.Testing.Worker/bin", Build, "net10.0");

    public ChildProcess Process => _process;

    /// <summary>Calls the HTTP functions; set once the host is ready.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>Starts the host and waits until it is ready.</summary>
    public static async Task<HostProcess> StartAsync(TestQueues queues, string functions, params (string Name, string? Value)[] settings)
    {
        var host = Begin(["--app", Worker, "--port", "0", "--functions", functions, .. queues.Arguments], [.. queues.Settings, .. settings]);
        await host.ReadyAsync();
        return host;
    }

    /// <summary>Starts the host with any command line.</summary>
    public static HostProcess Begin(string[] arguments, params (string Name, string? Value)[] settings)
        => new(new ProcessCommand("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
        {
            // A shell that runs the tests in the background makes its child processes ignore SIGINT.
            Directory = Path.GetDirectoryName(Program),
            Environment = settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)),
        }.Start());

    public async Task ReadyAsync()
    {
        var line = await _process.WaitForLineAsync(line => line.StartsWith("Host started in ", StringComparison.Ordinal));
        Client = new HttpClient { BaseAddress = new Uri(Address().Match(line).Value), Timeout = Eventually.Limit };
    }

    /// <summary>The process id of the worker that is ready.</summary>
    public async Task<int> WorkerIdAsync()
    {
        var id = 0;
        await Eventually.TrueAsync(async () =>
        {
            using var status = JsonDocument.Parse(await Client.GetStringAsync("/admin/host/status"));
            return status.RootElement.GetProperty("state").GetString() == "Running"
                && status.RootElement.GetProperty("workerProcessId").TryGetInt32(out id);
        });
        return id;
    }

    /// <summary>The state that the host reports.</summary>
    public async Task<string?> StatusAsync()
    {
        using var status = JsonDocument.Parse(await Client.GetStringAsync("/admin/host/status"));
        return status.RootElement.GetProperty("state").GetString();
    }

    /// <summary>Waits until the host has ended by itself and all its lines have been read.</summary>
    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(Eventually.Limit);

    /// <summary>Stops the host as the end of a session does.</summary>
    public async Task StopAsync()
    {
        await _process.SignalAsync("TERM");
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            await _process.KillAsync();
        }

        await _process.DisposeAsync();
    }

    [GeneratedRegex("http://127.0.0.1:[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
