using AssetFunctions.Sync.Registry;
using AssetFunctions.Testing.PriceRefresh;
using AssetFunctions.Testing.Registry;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.PriceRefresh;

public sealed class InMemoryPriceRefreshTests : PriceRefreshContract
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult<IAssetRegistry>(new InMemoryAssetRegistry(new ManualTimeProvider()));
}
