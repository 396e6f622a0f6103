using Azure.Identity;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Connection;

/// <summary>Signs in to Azure Managed Redis with the identity of the app; tokens are renewed for as long as the connection lives.</summary>
static class RedisSignIn
{
    public const bool IsSupported = true;

    public static Task ConfigureAsync(ConfigurationOptions configuration) =>
        configuration.ConfigureForAzureWithTokenCredentialAsync(new DefaultAzureCredential());
}
