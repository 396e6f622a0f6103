using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>The resilience handlers of a provider on a manual clock, over a scripted transport.</summary>
sealed class ProviderChain : IDisposable
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    readonly ILoggerFactory _logs;
    readonly HttpMessageInvoker _calls;

    /// <param name="result">Responds to the call with this number, counted from 1.</param>
    /// <param name="denies">The calls, counted from 1, that the budgets between the handlers deny.</param>
    public ProviderChain(Func<int, CancellationToken, Task<HttpResponseMessage>> result, int maxRetries = 0, Func<int, bool>? denies = null)
    {
        _logs = LoggerFactory.Create(logging => logging.AddProvider(Log));
        Options = new ZerionOptions { ApiKey = "zk", MaxRetries = maxRetries };
        var resilience = new ProviderResilience(ZerionDefaults.Provider, Options, Clock, new Random(1), _logs.CreateLogger<ProviderResilience>());
        var requested = 0;
        var transport = new Handler((_, token) => result(++Calls, token));
        var attempt = new AttemptHandler(resilience) { InnerHandler = transport };
        var budgets = new Handler((request, token) => denies?.Invoke(++requested) == true ? throw Denial : attempt.ForwardAsync(request, token));
        _calls = new HttpMessageInvoker(new ResilienceHandler(resilience) { InnerHandler = budgets });
    }

    static CallDeniedException Denial => new(new RateLimitDecision.Denied(TimeSpan.FromSeconds(1), RateLimitBound.Second));

    public ZerionOptions Options { get; }

    public ManualTimeProvider Clock { get; } = new();

    public CapturedLog Log { get; } = new();

    /// <summary>Calls that reached the provider.</summary>
    public int Calls { get; private set; }

    public static Task<HttpResponseMessage> Status(HttpStatusCode status) => Task.FromResult(new HttpResponseMessage(status));

    /// <summary>Makes a call and lets time pass until it is over.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage? request = null, CancellationToken cancellationToken = default)
    {
        using var sent = request ?? new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/");
        var sending = _calls.SendAsync(sent, cancellationToken);
        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(Tick);
                return Task.FromResult(sending.IsCompleted);
            },
            TimeSpan.FromMilliseconds(1));

        return await sending;
    }

    /// <summary>Makes a call that is not expected to arrive.</summary>
    public async Task<RateLimitDecision.Denied> DeniedAsync() => (await Assert.ThrowsAsync<CallDeniedException>(() => SendAsync())).Decision;

    public void Dispose()
    {
        _calls.Dispose();
        _logs.Dispose();
    }

    sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => send(request, cancellationToken);
    }
}

static class HandlerExtensions
{
    /// <summary>Sends a request through a handler that is not the first of its chain.</summary>
    public static Task<HttpResponseMessage> ForwardAsync(this HttpMessageHandler handler, HttpRequestMessage request, CancellationToken cancellationToken) =>
        new HttpMessageInvoker(handler, disposeHandler: false).SendAsync(request, cancellationToken);
}
