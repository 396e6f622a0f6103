using AssetFunctions.Local.Processes;
using Xunit;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>
/// A Redis of the tests' own: no persistence, on a free port of 127.0.0.1, ended with the tests. It can be killed, started again on the same
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

    /// <summary>Ends the server at once, as a crash does.</summary>
    public Task KillAsync() => Server.KillAsync();

    /// <summary>Keeps the server from answering while its connections stay open.</summary>
    public Task PauseAsync() => Server.PauseAsync();

    /// <summary>Ends a pause.</summary>
    public Task ResumeAsync() => Server.ResumeAsync();
}
