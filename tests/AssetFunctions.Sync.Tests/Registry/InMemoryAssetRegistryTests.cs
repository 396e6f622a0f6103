using AssetFunctions.Sync.Registry;
using AssetFunctions.Testing.Registry;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Registry;

public sealed class InMemoryAssetRegistryTests : AssetRegistryContract
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult<IAssetRegistry>(new InMemoryAssetRegistry(new ManualTimeProvider()));
}
