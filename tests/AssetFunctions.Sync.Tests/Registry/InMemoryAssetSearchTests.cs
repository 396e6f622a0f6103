using AssetFunctions.Sync.Registry;
using AssetFunctions.Testing.Registry;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Registry;

public sealed class InMemoryAssetSearchTests : AssetSearchContract
{
    protected override (IAssetRegistry Registry, IAssetSearch Search) Open()
    {
        var registry = new InMemoryAssetRegistry(new ManualTimeProvider());
        return (registry, registry);
    }
}
