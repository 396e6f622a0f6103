using System.Diagnostics;
using AssetFunctions.LocalCosmos;

namespace AssetFunctions.Benchmarks.Cosmos;

/// <summary>The local Cosmos server in a process of its own, as a developer runs it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri endpoint, TimeSpan startTime)
    {
        _process = process;
        Endpoint = endpoint;
        StartTime = startTime;
    }

    public Uri Endpoint { get; }

    /// <summary>From the start of the process to the line that says it accepts requests.</summary>
    public TimeSpan StartTime { get; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public long PeakWorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var assembly = typeof(LocalCosmosServer).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, "--port", "0", .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        var startTime = Stopwatch.GetElapsedTime(began);
        var endpoint = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        return new ServerProcess(process, new Uri(endpoint), startTime);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
