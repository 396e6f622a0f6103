using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class InMemoryAssetRegistryTests : AssetRegistryContract
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult<IAssetRegistry>(new InMemoryAssetRegistry(new ManualTimeProvider()));
}
