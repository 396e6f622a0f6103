using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AssetFunctions.Cosmos;

/// <summary>Reads an item that does not exist: the cheapest request that needs the container.</summary>
sealed class CosmosHealthCheck(IWalletReader reader) : IHealthCheck
{
    public const string Name = "database";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await reader.FindAsync(WalletDocumentTypes.State, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
