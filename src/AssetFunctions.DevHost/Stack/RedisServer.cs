namespace AssetFunctions.DevHost.Stack;

/// <summary>The cache that several function apps share, without persistence.</summary>
sealed class RedisServer : IAsyncDisposable
{
    const int UsualPort = 6379;

    readonly ChildProcess _process;

    RedisServer(ChildProcess process, int port)
    {
        _process = process;
        ConnectionString = $"127.0.0.1:{port}";
    }

    public string ConnectionString { get; }

    /// <exception cref="StackException">It is not installed or does not start.</exception>
    public static async Task<RedisServer> StartAsync(StackOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var port = Loopback.ChoosePort(options.UseUsualPorts ? UsualPort : 0);
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(
                "redis-server",
                ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", options.DataDirectory],
                new Dictionary<string, string>(StringComparer.Ordinal),
                Path.Combine(options.DataDirectory, "redis.log"));
        }
        catch (StackException)
        {
            throw new StackException("Several instances share a Redis, and redis-server is not installed (Debian: apt-get install redis-server).");
        }

        try
        {
            await process.WaitUntilListeningAsync("redis-server", port, clock, cancellationToken);
            return new RedisServer(process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
