using System.Net;
using AssetFunctions.Providers.Zerion;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>The factory of HTTP clients replaces the handlers of a provider every few minutes. Waiting calls must not be affected.</summary>
public sealed class HandlerRotationTests : IDisposable
{
    readonly Provider _provider = new();
    readonly ServiceProvider _services;

    public HandlerRotationTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Zerion:ApiKey", "zk_test"), new("Zerion:BaseAddress", "http://127.0.0.1/")]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddZerionProvider(configuration);
        services.AddHttpClient(ZerionDefaults.Name).ConfigurePrimaryHttpMessageHandler(() => new Transport(_provider));
        _services = services.BuildServiceProvider();
    }

    // The first call discovers the provider's limit, and until then no second one may be sent.
    [Fact]
    public async Task Calls_through_old_and_new_handlers_wait_in_one_queue()
    {
        using var before = CreateHandlers();
        using var after = CreateHandlers();

        var first = SendAsync(before);
        var second = SendAsync(after);
        Assert.Equal(1, _provider.Calls);

        _provider.Respond();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
        Assert.Equal(2, _provider.Calls);
    }

    [Fact]
    public async Task Queue_outlives_the_handlers_that_created_it()
    {
        _provider.Respond();
        var before = CreateHandlers();
        await SendAsync(before);
        before.Dispose();

        using var after = CreateHandlers();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(after)).StatusCode);
    }

    public void Dispose() => _services.Dispose();

    // As the factory does when the lifetime of the handlers has ended.
    HttpMessageInvoker CreateHandlers()
    {
        var builder = _services.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = ZerionDefaults.Name;
        foreach (var configure in _services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(ZerionDefaults.Name).HttpMessageHandlerBuilderActions)
        {
            configure(builder);
        }

        return new HttpMessageInvoker(builder.Build());
    }

    static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker handlers) =>
        handlers.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/"), CancellationToken.None);

    /// <summary>Does not respond until it is released, and allows a thousand calls per second.</summary>
    sealed class Provider
    {
        readonly TaskCompletionSource _responds = new();
        int _calls;

        public int Calls => _calls;

        public void Respond() => _responds.SetResult();

        public async Task<HttpResponseMessage> CallAsync()
        {
            Interlocked.Increment(ref _calls);
            await _responds.Task;
            return new HttpResponseMessage(HttpStatusCode.OK) { Headers = { { "RateLimit-Org-Second-Limit", "1000" }, { "RateLimit-Org-Second-Remaining", "999" } } };
        }
    }

    sealed class Transport(Provider provider) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => provider.CallAsync();
    }
}
