using System.Net;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace AssetFunctions.Providers.Http;

/// <summary>
/// Retries, timeout and circuit breaker for calls to one provider, and a pause after a rejected key. One per provider and process, because handlers
/// are recreated with their connections.
/// </summary>
sealed partial class ProviderResilience
{
    static readonly ResiliencePropertyKey<long> StartedAt = new("AssetFunctions.StartedAt");

    readonly Lock _gate = new();
    readonly CircuitBreakerStateProvider _circuit = new();
    readonly HttpProvider _provider;
    readonly HttpProviderOptions _options;
    readonly TimeProvider _clock;
    readonly Random _random;
    readonly ILogger _logger;
    readonly ResiliencePipeline<HttpResponseMessage> _retries;
    readonly ResiliencePipeline<HttpResponseMessage> _attempt;
    DateTimeOffset _nextCallAt;
    (HttpStatusCode Status, DateTimeOffset Until) _rejection;

    /// <param name="provider">The provider.</param>
    /// <param name="options">Its timeouts and limits.</param>
    /// <param name="clock">Time for waits and timeouts.</param>
    /// <param name="random">Seeds the jitter of the waits.</param>
    /// <param name="logger">Logs a rejected key and the state of the circuit.</param>
    public ProviderResilience(HttpProvider provider, HttpProviderOptions options, TimeProvider clock, Random random, ILogger<ProviderResilience> logger)
    {
        _provider = provider;
        _options = options;
        _clock = clock;
        _random = new Random(random.Next());
        _logger = logger;
        _retries = CreateRetries();
        _attempt = CreateAttempt();
    }

    /// <summary>
    /// Makes a call that is safe to retry. A retry starts only within the response timeout, so that the whole call takes at most twice that time. A call
    /// whose response timed out is not retried.
    /// </summary>
    public async Task<HttpResponseMessage> RetryAsync(Func<CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(StartedAt, _clock.GetTimestamp());
            return await _retries.ExecuteAsync(static async (context, call) => await call(context.CancellationToken), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Makes one attempt, limits the time until its response starts, and records its result with the circuit breaker.</summary>
    /// <exception cref="CallDeniedException">The circuit is open: the provider failed too often.</exception>
    /// <exception cref="TaskCanceledException">No response started in time.</exception>
    public async Task<HttpResponseMessage> AttemptAsync(Func<CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _attempt.ExecuteAsync(static async (call, token) => await call(token), call, cancellationToken);
        }
        catch (BrokenCircuitException open)
        {
            throw Outage(open.RetryAfter ?? HttpProviderDefaults.MinDelay);
        }
        catch (TimeoutRejectedException late)
        {
            throw new TaskCanceledException(late.Message, new TimeoutException(late.Message, late));
        }
    }

    /// <summary>Checks that calls to the provider are allowed now.</summary>
    /// <returns>The status of a recent rejection of the key, to be used as the response, or null when the call may be made.</returns>
    /// <exception cref="CallDeniedException">The circuit is open: the provider failed too often.</exception>
    public HttpStatusCode? Admit()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (now < _rejection.Until)
            {
                return _rejection.Status;
            }

            if (now < _nextCallAt)
            {
                throw Outage(_nextCallAt - now);
            }

            // This call tests whether the provider is back. All others wait for its result; otherwise they would use up budget for calls that are not made.
            if (_circuit.CircuitState != CircuitState.Closed)
            {
                _nextCallAt = now + _options.ResponseTimeout;
            }

            return null;
        }
    }

    /// <summary>Starts the pause if a response rejects the key.</summary>
    public void Observe(HttpStatusCode status)
    {
        if (!ProviderRefusal.RejectsKey(status))
        {
            return;
        }

        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (now >= _rejection.Until)
            {
                _rejection = (status, now + HttpProviderDefaults.KeyRejectionPause);
                Log.KeyRejected(_logger, _provider.Title, (int)status, HttpProviderDefaults.KeyRejectionPause);
            }
        }
    }

    ResiliencePipeline<HttpResponseMessage> CreateRetries() => _options.MaxRetries == 0
        ? ResiliencePipeline<HttpResponseMessage>.Empty
        : new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome) && HasTime(args.Context)),
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = HttpProviderDefaults.RetryDelay,
                MaxDelay = HttpProviderDefaults.MaxRetryDelay,
                Randomizer = NextRandom,
            })
            .Build();

    ResiliencePipeline<HttpResponseMessage> CreateAttempt() => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome)),
            FailureRatio = HttpProviderDefaults.FailureRatio,
            MinimumThroughput = HttpProviderDefaults.MinimumCalls,
            SamplingDuration = HttpProviderDefaults.SamplingDuration,
            BreakDuration = _options.BreakDuration,
            StateProvider = _circuit,
            OnOpened = opened => SetPause(opened.BreakDuration),
            OnClosed = _ => SetPause(null),
        })
        .AddTimeout(_options.ResponseTimeout)
        .Build();

    ValueTask SetPause(TimeSpan? pause)
    {
        lock (_gate)
        {
            _nextCallAt = pause is { } time ? _clock.GetUtcNow() + time : default;
        }

        if (pause is { } length)
        {
            Log.Failing(_logger, _provider.Title, length);
        }
        else
        {
            Log.Recovered(_logger, _provider.Title);
        }

        return ValueTask.CompletedTask;
    }

    bool HasTime(ResilienceContext context) =>
        context.Properties.TryGetValue(StartedAt, out var started) && _clock.GetElapsedTime(started) < _options.ResponseTimeout;

    double NextRandom()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }

    // Retrying does not help against a rejected certificate or a response that is not HTTP.
    static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException ex } => ex.HttpRequestError is not (HttpRequestError.SecureConnectionError
            or HttpRequestError.InvalidResponse or HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ConfigurationLimitExceeded),
        { Result: { } response } => IsFailure(response.StatusCode),
        _ => false,
    };

    static bool IsFailure(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: { } ex } => ex is HttpRequestException or TimeoutRejectedException,
        { Result: { } response } => IsFailure(response.StatusCode),
        _ => false,
    };

    // 503 is not a failure: it means that one wallet is still in preparation.
    static bool IsFailure(HttpStatusCode status) =>
        status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    static CallDeniedException Outage(TimeSpan retryAfter) => new(new RateLimitDecision.Denied(retryAfter, RateLimitBound.Outage));

    static partial class Log
    {
        [LoggerMessage(SyncEvents.KeyRejected, LogLevel.Error, "{Provider} rejects the key in {Provider}:ApiKey (status {Status}). No calls are made for {Pause}; correct the key.")]
        public static partial void KeyRejected(ILogger logger, string provider, int status, TimeSpan pause);

        [LoggerMessage(SyncEvents.ProviderFailing, LogLevel.Warning, "{Provider} failed too often; no calls are made for {Break}.")]
        public static partial void Failing(ILogger logger, string provider, TimeSpan @break);

        [LoggerMessage(SyncEvents.ProviderRecovered, LogLevel.Information, "{Provider} responds again; calls are made as usual.")]
        public static partial void Recovered(ILogger logger, string provider);
    }
}
