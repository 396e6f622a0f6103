using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Registers Zerion as the source of positions.</summary>
public static class ZerionServiceCollectionExtensions
{
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Fetches positions from Zerion.</summary>
    public static AssetSyncBuilder UseZerion(this AssetSyncBuilder builder)
    {
        builder.Services.AddZerionProvider(builder.Configuration);
        return builder;
    }

    /// <summary>Adds <see cref="IPositionProvider"/> over Zerion's API with the settings of section <c>Zerion</c>, checked when the host starts.</summary>
    public static IServiceCollection AddZerionProvider(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ZerionOptions>().Bind(configuration.GetSection(ZerionDefaults.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ZerionOptions>, ZerionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LocalRateLimiter>();
        services.TryAddSingleton<IRateLimiter>(provider => provider.GetRequiredService<LocalRateLimiter>());
        services.TryAddSingleton<ZerionCallBudget>();
        services.AddSingleton<IPositionProvider, ZerionPositionProvider>();
        services.AddHttpClient(ZerionDefaults.Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateTransport)
            .AddHttpMessageHandler(() => new SameHostRedirectHandler(ZerionDefaults.MaxRedirects))
            .AddHttpMessageHandler(CreateRateLimit)
            .RemoveAllLoggers();
        return services;
    }

    static RateLimitHandler CreateRateLimit(IServiceProvider provider)
    {
        var budget = provider.GetRequiredService<ZerionCallBudget>();
        return new RateLimitHandler(
            provider.GetRequiredService<IRateLimiter>(), ZerionDefaults.Name, () => budget.Current, budget.Read, provider.GetRequiredService<TimeProvider>());
    }

    // Redirects are followed by a handler of ours, because this one would drop the key even on the same host.
    static SocketsHttpHandler CreateTransport() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
    };
}
