using StackExchange.Redis;

namespace AssetFunctions.Redis.Connection;

/// <summary>There is no identity to sign in with outside Azure: a local Redis takes a password or none.</summary>
static class RedisSignIn
{
    public const bool IsSupported = false;

    public static Task ConfigureAsync(ConfigurationOptions configuration) =>
        throw new NotSupportedException($"{configuration.ClientName} was not built to sign in to Redis with an identity.");
}
