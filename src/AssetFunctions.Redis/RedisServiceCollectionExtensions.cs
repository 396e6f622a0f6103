using AssetFunctions.Redis.Caching;
using AssetFunctions.Redis.Connection;
using AssetFunctions.Redis.Providers;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis;

public static class RedisServiceCollectionExtensions
{
    /// <summary>
    /// Shares asset cache and rate limits between instances through Redis, with the settings of section <c>Redis</c>. Without a connection string
    /// each instance has its own. Redis need not be up when the app starts.
    /// </summary>
    public static AssetSyncBuilder UseRedis(this AssetSyncBuilder builder)
    {
        var section = builder.Configuration.GetSection(RedisDefaults.Section);
        if (string.IsNullOrWhiteSpace(section[nameof(RedisOptions.ConnectionString)]))
        {
            builder.Services.AddInProcessCache();
        }
        else
        {
            builder.Services.AddRedis(builder.Configuration);
        }

        return builder;
    }

    static void AddInProcessCache(this IServiceCollection services)
    {
        services.AddDistributedMemoryCache(options => options.SizeLimit = RedisDefaults.InProcessBytes);
        services.AddSingleton<ISharedCache>(provider => new DistributedSharedCache(
            provider.GetRequiredService<IDistributedCache>(),
            TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<CacheOptions>>().Value.TtlSeconds)));
    }

    static void AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<RedisOptions>(configuration, RedisDefaults.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisCalls>();

        services.AddStackExchangeRedisCache(_ => { });
        services.AddOptions<RedisCacheOptions>().Configure<RedisConnection, IOptions<RedisOptions>>((cache, connection, options) =>
        {
            cache.InstanceName = options.Value.InstanceName;
            cache.ConnectionMultiplexerFactory = async () => (IConnectionMultiplexer)await connection.GetAsync();
        });
        services.AddSingleton<ISharedCache, RedisSharedCache>();

        services.AddHealthChecks().AddCheck<RedisHealthCheck>(RedisHealthCheck.Name, HealthStatus.Degraded);
        services.TryAddSingleton<LocalRateLimiter>();
        services.Replace(ServiceDescriptor.Singleton<IRateLimiter>(provider => new RedisRateLimiter(
            provider.GetRequiredService<RedisCalls>(),
            provider.GetRequiredService<IOptions<RedisOptions>>(),
            provider.GetRequiredService<LocalRateLimiter>())));
    }
}
