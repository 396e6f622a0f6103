using System.Net;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Http;

/// <summary>Registers a source with the chain of handlers that all sources share.</summary>
static class HttpSourceServiceCollectionExtensions
{
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds <typeparamref name="TProvider"/> as the <see cref="IPositionProvider"/> with the source's name for its key, its settings, which are
    /// checked when the host starts, and its HTTP client.
    /// </summary>
    public static IServiceCollection AddHttpSource<TProvider, TOptions, TBudget>(
        this IServiceCollection services, IConfiguration configuration, HttpSource source)
        where TProvider : class, IPositionProvider
        where TOptions : HttpSourceOptions
        where TBudget : class, ISourceBudget
    {
        services.TryAddKeyedSingleton<IPositionProvider, TProvider>(source.Name);
        return services.AddHttpSource<TOptions, TBudget>(configuration, source);
    }

    /// <summary>Adds the settings of a source, which are checked when the host starts, and its HTTP client; what it serves is for the caller to add.</summary>
    public static IServiceCollection AddHttpSource<TOptions, TBudget>(
        this IServiceCollection services, IConfiguration configuration, HttpSource source)
        where TOptions : HttpSourceOptions
        where TBudget : class, ISourceBudget
    {
        services.AddValidated<TOptions>(configuration, source.Title);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LocalRateLimiter>();
        services.TryAddSingleton<IRateLimiter>(provider => provider.GetRequiredService<LocalRateLimiter>());
        services.TryAddSingleton<RateLimitMeter>();
        services.TryAddSingleton<TBudget>();
        services.TryAddSingleton(_ => new Random(Environment.ProcessId));
        services.TryAddKeyedSingleton(source.Name, (provider, _) => new SourceResilience(
            source,
            provider.GetRequiredService<IOptions<TOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILogger<SourceResilience>>()));
        services.TryAddKeyedSingleton(source.Name, (provider, _) => new SourceQueue(
            provider.GetRequiredService<IRateLimiter>(),
            source.Name,
            provider.GetRequiredService<TBudget>(),
            provider.GetRequiredService<RateLimitMeter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHttpClient(source.Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateTransport)
            .AddHttpMessageHandler(provider => new ResilienceHandler(provider.GetRequiredKeyedService<SourceResilience>(source.Name)))
            .AddHttpMessageHandler(provider => new RateLimitHandler(provider.GetRequiredKeyedService<SourceQueue>(source.Name)))
            .AddHttpMessageHandler(provider => new AttemptHandler(provider.GetRequiredKeyedService<SourceResilience>(source.Name)))
            .RemoveAllLoggers();
        return services;
    }

    // A redirect is refused: it would carry the key, which is part of the address at some providers, to whatever host it names.
    static SocketsHttpHandler CreateTransport() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
    };
}
