using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class InMemoryMarketDataStoreTests : MarketDataStoreContract
{
    protected override (IAssetRegistry Registry, IMarketDataStore Store) Open()
    {
        var registry = new InMemoryAssetRegistry(new ManualTimeProvider());
        return (registry, registry);
    }
}
