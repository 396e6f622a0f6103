using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class InMemoryAssetSearchTests : AssetSearchContract
{
    protected override (IAssetRegistry Registry, IAssetSearch Search) Open()
    {
        var registry = new InMemoryAssetRegistry(new ManualTimeProvider());
        return (registry, registry);
    }
}
