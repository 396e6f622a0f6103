using AssetFunctions.Redis.Connection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AssetFunctions.Redis;

/// <summary>Pings Redis. The app works without Redis, so a failure only degrades it.</summary>
sealed class RedisHealthCheck(RedisCalls calls) : IHealthCheck
{
    public const string Name = "cache";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await calls.RunAsync(database => database.PingAsync(), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
