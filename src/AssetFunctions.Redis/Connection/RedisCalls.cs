using AssetFunctions.Sync.Caching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Connection;

/// <summary>
/// Runs all calls to Redis with a short timeout and a circuit breaker, so that callers do not wait while Redis is down or rejects the app. Errors of a
/// responding Redis (out of memory, still loading) fail only their own call and leave the circuit closed.
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

    /// <summary>Runs a call of one or more commands.</summary>
    /// <exception cref="SharedCacheException">Redis did not respond in time, is unreachable, rejected the call, or the circuit is open.</exception>
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
            throw new SharedCacheException(SharedCacheFailure.CircuitOpen, "Redis failed too often recently, so no call was made.", ex);
        }
        catch (Exception ex) when (ex is TimeoutRejectedException or RedisTimeoutException)
        {
            throw new SharedCacheException(SharedCacheFailure.Timeout, "Redis did not respond in time. Raise Redis:TimeoutMilliseconds if it is far away.", ex);
        }
        catch (Exception ex) when (ex is RedisException or ObjectDisposedException)
        {
            throw new SharedCacheException(SharedCacheFailure.Failed, $"Redis failed: {ex.Message}", ex);
        }
    }

    /// <summary>
    /// Waits for the process's first response from Redis, which takes longer than later ones, or until none is to be expected soon. For callers whose
    /// decisions are wrong while every instance decides alone.
    /// </summary>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _opening ??= Task.Run(FirstCallAsync, CancellationToken.None);
        }

        return _opening.WaitAsync(cancellationToken);
    }

    // Kept for the process's lifetime, so it must not fail: every later caller would get that failure.
    async Task FirstCallAsync()
    {
        try
        {
            var connection = await _connection.GetAsync().WaitAsync(RedisDefaults.FirstResponse);
            await connection.GetDatabase().ScriptEvaluateAsync("return 1");
        }
        catch (Exception ex) when (ex is SharedCacheException or RedisException or TimeoutException or ObjectDisposedException)
        {
            // Later calls fail and log by themselves.
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis failed too often; the app works without it for {Break}, with more database requests.")]
        public static partial void Opened(ILogger logger, TimeSpan @break);

        [LoggerMessage(LogLevel.Information, "Redis responds again and is used as before.")]
        public static partial void Closed(ILogger logger);
    }
}
