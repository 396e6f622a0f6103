using AssetFunctions.Sync.Caching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Connection;

/// <summary>
/// The one connection of the process. It is opened by the first call that needs it and never holds up the start; a Redis that is down is
/// tried again until it comes, and one that restarts is found again. A sign-in that fails is tried again by a later call.
/// </summary>
/// <param name="signIn">Replaces the sign-in with the identity of the app; for tests.</param>
sealed partial class RedisConnection(
    IOptions<RedisOptions> settings, ILogger<RedisConnection> logger, Func<ConfigurationOptions, Task>? signIn = null) : IAsyncDisposable
{
    readonly Lock _gate = new();
    Task<ConnectionMultiplexer>? _connection;

    /// <summary>The connection, open or still trying. Callers bound their wait themselves.</summary>
    /// <exception cref="SharedCacheException">The app could not sign in, or there is no such Redis.</exception>
    public Task<ConnectionMultiplexer> GetAsync()
    {
        if (_connection is { IsCompletedSuccessfully: true } ready)
        {
            return ready;
        }

        lock (_gate)
        {
            if (_connection is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _connection = Task.Run(OpenAsync);
            }

            return _connection;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<ConnectionMultiplexer>? opened;
        lock (_gate)
        {
            opened = _connection;
        }

        if (opened is { IsCompletedSuccessfully: true })
        {
            await (await opened).DisposeAsync();
        }
    }

    async Task<ConnectionMultiplexer> OpenAsync()
    {
        try
        {
            return await ConnectAsync();
        }
        catch (Exception fault)
        {
            // Nobody can cancel this, and the sign-in throws what it likes, plain exceptions among it.
            Log.NotOpened(logger, fault.Message);
            throw new SharedCacheException(SharedCacheFault.Failure, $"The connection to Redis could not be opened: {fault.Message}", fault);
        }
    }

    async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var configuration = ConfigurationOptions.Parse(settings.Value.ConnectionString!);
        configuration.AbortOnConnectFail = false;
        configuration.ClientName ??= RedisDefaults.ClientName;
        configuration.ConnectTimeout = (int)RedisDefaults.ConnectTimeout.TotalMilliseconds;
        configuration.ReconnectRetryPolicy = new LinearRetry((int)RedisDefaults.ReconnectDelay.TotalMilliseconds);
        configuration.AsyncTimeout = (int)RedisDefaults.ClientTimeout.TotalMilliseconds;
        // A write that waited out an outage would bring back what others have changed since.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        if (signIn is not null)
        {
            await signIn(configuration);
        }
        else if (settings.Value.UseEntraId)
        {
            await RedisSignIn.ConfigureAsync(configuration);
        }

        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        connection.ConnectionFailed += (_, lost) => Log.Lost(logger, $"{lost.EndPoint}", lost.FailureType);
        connection.ConnectionRestored += (_, restored) => Log.Restored(logger, $"{restored.EndPoint}");
        if (!connection.IsConnected)
        {
            Log.Unreachable(logger);
        }

        return connection;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis does not answer. The app works without it, with more database requests, and keeps trying.")]
        public static partial void Unreachable(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The connection to Redis at {EndPoint} was lost ({Failure}). The app works on without it.")]
        public static partial void Lost(ILogger logger, string endPoint, ConnectionFailureType failure);

        [LoggerMessage(LogLevel.Information, "The connection to Redis at {EndPoint} is back.")]
        public static partial void Restored(ILogger logger, string endPoint);

        [LoggerMessage(LogLevel.Warning, "Redis cannot be signed in to or connected. The app works without it, with more database requests, and tries again: {Reason}")]
        public static partial void NotOpened(ILogger logger, string reason);
    }
}
