namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The cache that several function apps share, without persistence.</summary>
sealed class RedisServer : IAsyncDisposable
{
    const int UsualPort = 6379;

    readonly string _dataDirectory;
    readonly TimeProvider _clock;
    readonly int _port;
    ChildProcess? _process;

    RedisServer(StackOptions options, TimeProvider clock)
    {
        _dataDirectory = options.DataDirectory;
        _clock = clock;
        _port = Loopback.ChoosePort(options.UseUsualPorts ? UsualPort : 0);
    }

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <exception cref="StackException">It is not installed or does not start.</exception>
    public static async Task<RedisServer> StartAsync(StackOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var server = new RedisServer(options, clock);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it on its port, empty.</summary>
    /// <exception cref="StackException">It is not installed or does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _process = ChildProcess.Start(
                "redis-server",
                ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _dataDirectory],
                new Dictionary<string, string>(StringComparer.Ordinal),
                Path.Combine(_dataDirectory, "redis.log"));
        }
        catch (StackException)
        {
            throw new StackException("The function apps share a Redis, and redis-server is not installed (Debian: apt-get install redis-server).");
        }

        try
        {
            await _process.WaitUntilListeningAsync("redis-server", _port, _clock, cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as a crash would; what it held is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            await process.KillAsync();
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }
}
