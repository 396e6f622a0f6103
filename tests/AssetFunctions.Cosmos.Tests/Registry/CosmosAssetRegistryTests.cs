using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Cosmos.Tests.Registry;

public sealed class CosmosAssetRegistryTests(CosmosFixture cosmos) : AssetRegistryContract, IClassFixture<CosmosFixture>
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult(cosmos.Registry);
}
