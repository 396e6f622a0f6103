using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Cosmos.Tests.Support;

/// <summary>The server in a process of its own, as a developer runs it.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly ChildProcess _process;

    ServerProcess(ChildProcess process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public string ConnectionString => $"AccountEndpoint={Endpoint};AccountKey={LocalCosmosOptions.WellKnownKey};";

    /// <summary>The peak memory, in bytes.</summary>
    public long PeakWorkingSet => _process.PeakWorkingSet;

    /// <summary>Starts the server on a free port and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var process = ProcessCommand.Dotnet(typeof(LocalCosmosServer).Assembly.Location, ["--port", "0", .. arguments]).Start();
        var line = await process.WaitForLineAsync(line => line.Contains("http://", StringComparison.Ordinal));
        return new ServerProcess(process, new Uri(line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal))));
    }

    /// <summary>Ends the process as <c>kill -9</c> does, without any cleanup.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _process.DisposeAsync();
    }
}
