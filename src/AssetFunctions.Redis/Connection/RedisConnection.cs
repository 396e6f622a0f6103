using AssetFunctions.Sync.Caching;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Connection;

/// <summary>
/// The process's connection, opened by the first call, so that the start never waits for Redis. It reconnects by itself; a failed sign-in is retried by
/// a later call.
/// </summary>
/// <param name="credential">Replaces the app's default credential.</param>
sealed partial class RedisConnection(
    IOptions<RedisOptions> settings, TimeProvider clock, ILogger<RedisConnection> logger, TokenCredential? credential = null) : IAsyncDisposable
{
    readonly Lock _gate = new();
    readonly CancellationTokenSource _end = new();
    readonly RedisSignIn? _signIn = settings.Value.UseEntraId ? new RedisSignIn(credential ?? new DefaultAzureCredential(), clock, logger) : null;
    Task<ConnectionMultiplexer>? _connection;
    Task _renewal = Task.CompletedTask;

    /// <summary>Returns the connection, open or still connecting. Callers limit their wait themselves.</summary>
    /// <exception cref="SharedCacheException">The credential returned no token, or the connection could not be created.</exception>
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

        await _end.CancelAsync();
        await _renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened is { IsCompletedSuccessfully: true })
        {
            await (await opened).DisposeAsync();
        }
    }

    async Task<ConnectionMultiplexer> OpenAsync()
    {
        try
        {
            return await ConnectAsync(_end.Token);
        }
        catch (Exception ex) when (ex is not SharedCacheException)
        {
            Log.NotOpened(logger, ex.Message);
            throw new SharedCacheException(SharedCacheFailure.Failed, $"The connection to Redis could not be opened: {ex.Message}", ex);
        }
    }

    async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken end)
    {
        var configuration = ConfigurationOptions.Parse(settings.Value.ConnectionString!);
        configuration.AbortOnConnectFail = false;
        configuration.ClientName ??= RedisDefaults.ClientName;
        configuration.ConnectTimeout = (int)RedisDefaults.ConnectTimeout.TotalMilliseconds;
        configuration.ReconnectRetryPolicy = new LinearRetry((int)RedisDefaults.ReconnectDelay.TotalMilliseconds);
        configuration.AsyncTimeout = (int)RedisDefaults.ClientTimeout.TotalMilliseconds;
        // A write queued during an outage would overwrite later changes of other instances.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        if (_signIn is not null)
        {
            await _signIn.PrepareAsync(end);
            configuration.Defaults = _signIn;
        }

        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        connection.ConnectionFailed += (_, lost) => Log.Lost(logger, $"{lost.EndPoint}", lost.FailureType);
        connection.ConnectionRestored += (_, restored) => Log.Restored(logger, $"{restored.EndPoint}");
        if (!connection.IsConnected)
        {
            Log.Unreachable(logger);
        }

        if (_signIn is not null)
        {
            _renewal = _signIn.RenewAsync(connection, configuration.User!, end);
        }

        return connection;
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis does not respond. The app works without it, with more database requests, and keeps trying.")]
        public static partial void Unreachable(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The connection to Redis at {EndPoint} was lost ({Failure}). The app continues without it and reconnects.")]
        public static partial void Lost(ILogger logger, string endPoint, ConnectionFailureType failure);

        [LoggerMessage(LogLevel.Information, "The connection to Redis at {EndPoint} was restored.")]
        public static partial void Restored(ILogger logger, string endPoint);

        [LoggerMessage(LogLevel.Warning, "The connection to Redis could not be opened. The app works without it, with more database requests, and tries again: {Reason}")]
        public static partial void NotOpened(ILogger logger, string reason);
    }
}
