using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Cosmos.Tests.PriceRefresh;

public sealed class CosmosPriceRefreshTests(CosmosFixture cosmos) : PriceRefreshContract, IClassFixture<CosmosFixture>
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult(cosmos.Registry);
}
