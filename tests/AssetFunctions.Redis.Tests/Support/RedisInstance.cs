using System.Diagnostics.Metrics;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.InMemory;
using Azure.Core;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Redis.Tests.Support;

/// <summary>The Redis-related part of one instance, composed as in the app.</summary>
sealed class RedisInstance : IAsyncDisposable
{
    // On a busy machine, compiling and connecting for the first call take longer than the default timeout.
    const string PatientMilliseconds = "10000";

    readonly ServiceProvider _services;

    /// <param name="connectionString">Address of Redis; empty for an instance without.</param>
    /// <param name="prefix">Prefix of all keys: instances with the same one share their entries.</param>
    /// <param name="registry">The registry below the asset cache, if a test uses it.</param>
    /// <param name="settings">
    /// Further settings of section <c>Redis</c>; the first value of a name wins. The timeout is ten seconds unless a test sets it.
    /// </param>
    public RedisInstance(string connectionString, string prefix, IAssetRegistry? registry = null, params (string Name, string Value)[] settings)
        : this(connectionString, prefix, registry, null, settings)
    {
    }

    /// <summary>An instance that signs in to Redis with an identity.</summary>
    public static RedisInstance SigningIn(string connectionString, string prefix, TokenCredential credential, params (string Name, string Value)[] settings) =>
        new(connectionString, prefix, null, credential, [("UseEntraId", "true"), .. settings]);

    RedisInstance(string connectionString, string prefix, IAssetRegistry? registry, TokenCredential? credential, (string Name, string Value)[] settings)
    {
        IEnumerable<(string Name, string Value)> values = [("ConnectionString", connectionString), ("InstanceName", prefix), .. settings, ("TimeoutMilliseconds", PatientMilliseconds)];
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.DistinctBy(setting => setting.Name).Select(setting => KeyValuePair.Create($"Redis:{setting.Name}", (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IMeterFactory, InMemoryMeters>();
        if (registry is not null)
        {
            services.AddSingleton(registry).AddSingleton<ITrustStore, InMemoryTrustStore>();
        }

        if (credential is not null)
        {
            services.AddSingleton(credential);
        }

        services.AddAssetSync(configuration).UseRedis();
        _services = services.BuildServiceProvider();
    }

    public AssetCache Assets => Get<AssetCache>();

    public ISharedCache Shared => Get<ISharedCache>();

    public IDistributedCache Distributed => Get<IDistributedCache>();

    public IRateLimiter Limiter => Get<IRateLimiter>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public T? Find<T>() => _services.GetService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>A prefix that no other test uses.</summary>
    public static string NewPrefix() => $"{Guid.NewGuid():N}:";
}
