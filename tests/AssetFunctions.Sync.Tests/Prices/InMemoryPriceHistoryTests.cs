using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Prices;

public sealed class InMemoryPriceHistoryTests : PriceHistoryContract
{
    readonly InMemoryAssetRegistry _registry = new(new ManualTimeProvider());

    protected override Task<(IAssetRegistry Registry, IPriceHistory History)> StoresAsync() =>
        Task.FromResult<(IAssetRegistry, IPriceHistory)>((_registry, _registry));
}
