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

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; }

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
        var endpoint = new Uri(line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)));
        using (var client = new HttpClient())
        using (await client.GetAsync(endpoint))
        {
            return new ServerProcess(process, endpoint, Stopwatch.GetElapsedTime(began));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
