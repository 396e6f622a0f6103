using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos;

/// <summary>Asks the database for an item that does not exist: the cheapest question that needs the container.</summary>
sealed class CosmosProbe(IWalletReader reader) : IDependencyProbe
{
    public string Name => "database";

    public Task ProbeAsync(CancellationToken cancellationToken) => reader.FindAsync(WalletDocumentTypes.State, cancellationToken);
}
