using AssetFunctions.Sync.Pricing;
using AssetFunctions.Sync.Registry;
using AssetFunctions.Testing.Pricing;
using AssetFunctions.Testing.Registry;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Pricing;

public sealed class InMemoryPriceHistoryTests : PriceHistoryContract
{
    readonly InMemoryAssetRegistry _registry = new(new ManualTimeProvider());

    protected override Task<(IAssetRegistry Registry, IPriceHistory History)> StoresAsync() =>
        Task.FromResult<(IAssetRegistry, IPriceHistory)>((_registry, _registry));
}
