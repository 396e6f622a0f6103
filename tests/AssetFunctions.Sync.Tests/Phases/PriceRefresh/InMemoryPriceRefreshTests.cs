using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Phases.PriceRefresh;

public sealed class InMemoryPriceRefreshTests : PriceRefreshContract
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult<IAssetRegistry>(new InMemoryAssetRegistry(new ManualTimeProvider()));
}
