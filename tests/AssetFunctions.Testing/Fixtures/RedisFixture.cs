using AssetFunctions.Local.Processes;
using Xunit;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>
/// A Redis for the tests: without persistence, on a free port of 127.0.0.1, stopped with the tests. It can be killed, restarted on the same
/// port (empty, as nothing was saved) and paused.
/// </summary>
public sealed class RedisFixture : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-");
    RedisServer? _server;

    /// <summary>Address for clients.</summary>
    public string ConnectionString => Server.ConnectionString;

    RedisServer Server => _server ?? throw new InvalidOperationException("Redis has not been started.");

    /// <summary>Starts a server of its own, for tests that kill or pause it.</summary>
    public static async Task<RedisFixture> StartNewAsync()
    {
        var redis = new RedisFixture();
        await redis.InitializeAsync();
        return redis;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await RedisServer.StartAsync(_folder.FullName);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts the server after it was killed.</summary>
    public Task StartAsync() => Server.StartAsync();

    /// <summary>Kills the server, as a crash does.</summary>
    public Task KillAsync() => Server.KillAsync();

    /// <summary>Freezes the server while its connections stay open.</summary>
    public Task PauseAsync() => Server.PauseAsync();

    /// <summary>Ends a pause.</summary>
    public Task ResumeAsync() => Server.ResumeAsync();
}
