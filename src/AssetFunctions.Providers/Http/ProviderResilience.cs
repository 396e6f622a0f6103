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
/// How calls to one provider cope with its failures, and what is remembered of them. There is one per provider and process, because handlers come
/// and go with their connections.
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
    DateTimeOffset _askAgainAt;
    (HttpStatusCode Status, DateTimeOffset Until) _rejection;

    /// <param name="provider">The provider.</param>
    /// <param name="options">Its times and bounds.</param>
    /// <param name="clock">Time of waits and timeouts.</param>
    /// <param name="random">Seeds the spread of the waits.</param>
    /// <param name="logger">Hears of a rejected key and of a provider that keeps failing.</param>
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
    /// Makes a call that is safe to repeat. A repetition begins within the time that a response may take, so that the whole call takes no more
    /// than twice that. An answer that never began is not waited for a second time.
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

    /// <summary>Makes one call, bounds the time until its response begins, and counts what becomes of it.</summary>
    /// <exception cref="CallDeniedException">The provider fails too often to be asked.</exception>
    /// <exception cref="TaskCanceledException">No response began in time.</exception>
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

    /// <summary>Lets a call pass while the provider is to be asked at all.</summary>
    /// <returns>The status by which the provider rejected the key of late, to be taken for its answer, or null when the call may go out.</returns>
    /// <exception cref="CallDeniedException">The provider fails too often to be asked.</exception>
    public HttpStatusCode? Admit()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (now < _rejection.Until)
            {
                return _rejection.Status;
            }

            if (now < _askAgainAt)
            {
                throw Outage(_askAgainAt - now);
            }

            // This call finds out whether the provider is back; the others wait for what it learns, or would pay for calls that are not made.
            if (_circuit.CircuitState != CircuitState.Closed)
            {
                _askAgainAt = now + _options.ResponseTimeout;
            }

            return null;
        }
    }

    /// <summary>Remembers an answer that rejects the key.</summary>
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
                ShouldHandle = args => ValueTask.FromResult(MayPass(args.Outcome) && HasTime(args.Context)),
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
            OnOpened = opened => Turn(opened.BreakDuration),
            OnClosed = _ => Turn(null),
        })
        .AddTimeout(_options.ResponseTimeout)
        .Build();

    ValueTask Turn(TimeSpan? pause)
    {
        lock (_gate)
        {
            _askAgainAt = pause is { } time ? _clock.GetUtcNow() + time : default;
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

    // A connection that is refused for its certificate, or an answer that is no HTTP, is no better the next time.
    static bool MayPass(Outcome<HttpResponseMessage> outcome) => outcome switch
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

    // 503 speaks of one wallet in preparation.
    static bool IsFailure(HttpStatusCode status) =>
        status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    static CallDeniedException Outage(TimeSpan retryAfter) => new(new RateLimitDecision.Denied(retryAfter, RateLimitBound.Outage));

    static partial class Log
    {
        [LoggerMessage(SyncEvents.KeyRejected, LogLevel.Error, "{Provider} rejects the key in {Provider}:ApiKey (status {Status}). It is not asked again for {Pause}; set the key right.")]
        public static partial void KeyRejected(ILogger logger, string provider, int status, TimeSpan pause);

        [LoggerMessage(SyncEvents.ProviderFailing, LogLevel.Warning, "{Provider} fails too often and is not asked for {Break}.")]
        public static partial void Failing(ILogger logger, string provider, TimeSpan @break);

        [LoggerMessage(SyncEvents.ProviderRecovered, LogLevel.Information, "{Provider} answers again.")]
        public static partial void Recovered(ILogger logger, string provider);
    }
}
