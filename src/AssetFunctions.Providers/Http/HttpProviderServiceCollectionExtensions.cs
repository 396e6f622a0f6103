using System.Net;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Http;

/// <summary>Registers a provider with the handlers that all providers share.</summary>
static class HttpProviderServiceCollectionExtensions
{
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds <typeparamref name="TProvider"/> as <see cref="IPositionProvider"/> keyed by the provider's name, with its settings, validated at start, and
    /// its HTTP client.
    /// </summary>
    public static IServiceCollection AddHttpProvider<TProvider, TOptions, TBudget>(
        this IServiceCollection services, IConfiguration configuration, HttpProvider provider)
        where TProvider : class, IPositionProvider
        where TOptions : HttpProviderOptions
        where TBudget : class, ICallBudget
    {
        services.TryAddKeyedSingleton<IPositionProvider, TProvider>(provider.Name);
        return services.AddHttpProvider<TOptions, TBudget>(configuration, provider);
    }

    /// <summary>Adds the settings of a provider, validated at start, and its HTTP client. The caller adds the provider itself.</summary>
    public static IServiceCollection AddHttpProvider<TOptions, TBudget>(
        this IServiceCollection services, IConfiguration configuration, HttpProvider provider)
        where TOptions : HttpProviderOptions
        where TBudget : class, ICallBudget
    {
        services.AddValidated<TOptions>(configuration, provider.Title);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LocalRateLimiter>();
        services.TryAddSingleton<IRateLimiter>(resolver => resolver.GetRequiredService<LocalRateLimiter>());
        services.TryAddSingleton<RateLimitMeter>();
        services.TryAddSingleton<TBudget>();
        services.TryAddSingleton(_ => JitterRandom.Create());
        services.TryAddKeyedSingleton(provider.Name, (resolver, _) => new ProviderResilience(
            provider,
            resolver.GetRequiredService<IOptions<TOptions>>().Value,
            resolver.GetRequiredService<TimeProvider>(),
            resolver.GetRequiredService<Random>(),
            resolver.GetRequiredService<ILogger<ProviderResilience>>()));
        services.TryAddKeyedSingleton(provider.Name, (resolver, _) => new CallQueue(
            resolver.GetRequiredService<IRateLimiter>(),
            provider.Name,
            resolver.GetRequiredService<TBudget>(),
            resolver.GetRequiredService<RateLimitMeter>(),
            resolver.GetRequiredService<TimeProvider>()));
        services.AddHttpClient(provider.Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateTransport)
            .AddHttpMessageHandler(resolver => new ResilienceHandler(resolver.GetRequiredKeyedService<ProviderResilience>(provider.Name)))
            .AddHttpMessageHandler(resolver => new RateLimitHandler(resolver.GetRequiredKeyedService<CallQueue>(provider.Name)))
            .AddHttpMessageHandler(resolver => new AttemptHandler(resolver.GetRequiredKeyedService<ProviderResilience>(provider.Name)))
            .RemoveAllLoggers();
        return services;
    }

    // No redirects: they would send the key, which is part of some providers' URLs, to any host that they name.
    static SocketsHttpHandler CreateTransport() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
    };
}
