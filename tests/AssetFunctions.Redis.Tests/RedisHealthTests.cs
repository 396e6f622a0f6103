using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AssetFunctions.Redis.Tests;

/// <summary>The app continues without Redis, so a Redis that is down only degrades it.</summary>
public sealed class RedisHealthTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    [Fact]
    public async Task Redis_that_responds_is_healthy() => Assert.Equal(HealthStatus.Healthy, await CheckAsync(redis.ConnectionString));

    [Fact]
    public async Task Redis_that_is_down_degrades_the_app() => Assert.Equal(HealthStatus.Degraded, await CheckAsync("127.0.0.1:1"));

    [Fact]
    public async Task Instance_without_Redis_has_nothing_to_check()
    {
        await using var instance = new RedisInstance("", "x:");

        Assert.Null(instance.Find<HealthCheckService>());
    }

    static async Task<HealthStatus> CheckAsync(string connectionString)
    {
        await using var instance = new RedisInstance(connectionString, RedisInstance.NewPrefix(), settings: [("TimeoutMilliseconds", "5000")]);
        var report = await instance.Get<HealthCheckService>().CheckHealthAsync();
        return report.Entries["cache"].Status;
    }
}
