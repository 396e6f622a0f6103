namespace AssetFunctions.Local.Processes;

/// <summary>A Redis without persistence, on loopback. It can be killed, started again on the same port, and paused.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    const int UsualPort = 6379;
    const int Attempts = 5;
    const string Ready = "Ready to accept connections";
    const string Missing = "redis-server is missing: several instances need it to share a cache (Debian: apt-get install redis-server).";

    readonly string _dataDirectory;
    int _port;
    ChildProcess? _process;

    RedisServer(string dataDirectory) => _dataDirectory = dataDirectory;

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <param name="dataDirectory">Folder for its log.</param>
    /// <param name="usesUsualPort">Whether to use its default port where it is free, so that tools find it.</param>
    /// <exception cref="ProcessException">It is not installed or does not start.</exception>
    public static async Task<RedisServer> StartAsync(string dataDirectory, bool usesUsualPort = false, CancellationToken cancellationToken = default)
    {
        var server = new RedisServer(dataDirectory);
        for (var attempt = 1; ; attempt++)
        {
            server._port = Loopback.ChoosePort(usesUsualPort ? UsualPort : 0);
            try
            {
                await server.StartAsync(cancellationToken);
                return server;
            }
            catch (ProcessException) when (attempt < Attempts && IsInstalled())
            {
                // Another program took the port between the check and the start.
            }
        }
    }

    /// <summary>Starts it on its port, empty.</summary>
    /// <exception cref="ProcessException">It is not installed or does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!IsInstalled())
        {
            throw new ProcessException(Missing);
        }

        var command = new ProcessCommand(
            "redis-server", "--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetFullPath(_dataDirectory));
        Directory.CreateDirectory(_dataDirectory);
        var process = command.Start(Path.Combine(_dataDirectory, "redis.log"));
        try
        {
            await process.WaitForLineAsync(line => line.Contains(Ready, StringComparison.Ordinal), cancellationToken);
            _process = process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it, as a crash would; its data is lost.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            await process.KillAsync();
            await DisposeAsync();
        }
    }

    /// <summary>Freezes it while its connections stay open.</summary>
    public Task PauseAsync() => _process!.SignalAsync("STOP");

    /// <summary>Ends a pause.</summary>
    public Task ResumeAsync() => _process!.SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Append("/usr/bin")
        .Any(directory => File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server")));
}
