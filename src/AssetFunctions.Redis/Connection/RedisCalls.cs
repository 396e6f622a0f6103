using AssetFunctions.Sync.Caching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Connection;

/// <summary>
/// Every call to Redis goes through here: a short timeout, and a circuit breaker that spares callers the wait while Redis is down or does not
/// let the app in. What an answering Redis refuses (out of memory, still loading) is a failure of that call alone and leaves the circuit closed.
/// </summary>
sealed partial class RedisCalls
{
    readonly Lock _gate = new();
    readonly RedisConnection _connection;
    readonly ResiliencePipeline _pipeline;
    Task? _opening;

    public RedisCalls(RedisConnection connection, IOptions<RedisOptions> settings, TimeProvider clock, ILogger<RedisCalls> logger)
    {
        _connection = connection;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<TimeoutRejectedException>().Handle<RedisTimeoutException>().Handle<RedisConnectionException>().Handle<SharedCacheException>(),
                FailureRatio = RedisDefaults.FailureRatio,
                MinimumThroughput = RedisDefaults.MinimumCalls,
                SamplingDuration = RedisDefaults.SamplingDuration,
                BreakDuration = TimeSpan.FromSeconds(settings.Value.BreakSeconds),
                OnOpened = opened =>
                {
                    Log.Opened(logger, opened.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    Log.Closed(logger);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(TimeSpan.FromMilliseconds(settings.Value.TimeoutMilliseconds))
            .Build();
    }

    /// <summary>Runs a call, which may hold many commands.</summary>
    /// <exception cref="SharedCacheException">Redis did not answer in time, cannot be reached, refused, or was not asked.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (state, token) =>
                {
                    var connection = await state.Connection.GetAsync().WaitAsync(token);
                    return await state.Call(connection.GetDatabase()).WaitAsync(token);
                },
                (Connection: _connection, Call: call),
                cancellationToken);
        }
        catch (BrokenCircuitException ex)
        {
            throw new SharedCacheException(SharedCacheFault.CircuitOpen, "Redis failed too often of late and was not asked.", ex);
        }
        catch (Exception ex) when (ex is TimeoutRejectedException or RedisTimeoutException)
        {
            throw new SharedCacheException(SharedCacheFault.Timeout, "Redis did not answer in time. Raise Redis:TimeoutMilliseconds if it is far away.", ex);
        }
        catch (Exception ex) when (ex is RedisException or ObjectDisposedException)
        {
            throw new SharedCacheException(SharedCacheFault.Failure, $"Redis failed: {ex.Message}", ex);
        }
    }

    /// <summary>
    /// Waits for the first answer of Redis in the life of the process, which takes longer than any later one, or until it is clear that none comes
    /// soon. For callers whose decisions are wrong while every instance decides alone.
    /// </summary>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _opening ??= Task.Run(FirstCallAsync, CancellationToken.None);
        }

        return _opening.WaitAsync(cancellationToken);
    }

    // Kept for the life of the process, so it must not end in a failure: every later caller would get that one.
    async Task FirstCallAsync()
    {
        try
        {
            var connection = await _connection.GetAsync().WaitAsync(RedisDefaults.FirstResponse);
            await connection.GetDatabase().ScriptEvaluateAsync("return 1");
        }
        catch (Exception ex) when (ex is SharedCacheException or RedisException or TimeoutException or ObjectDisposedException)
        {
            // The calls that follow find out for themselves and say so.
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis fails too often and is not asked for {Break}.")]
        public static partial void Opened(ILogger logger, TimeSpan @break);

        [LoggerMessage(LogLevel.Information, "Redis answers again.")]
        public static partial void Closed(ILogger logger);
    }
}
