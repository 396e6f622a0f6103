using AssetFunctions.Redis.Connection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AssetFunctions.Redis;

/// <summary>Sends Redis a ping. The app works on without Redis, so a failure degrades it and no more.</summary>
sealed class RedisHealthCheck(RedisCalls calls) : IHealthCheck
{
    public const string Name = "cache";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await calls.RunAsync(database => database.PingAsync(), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
