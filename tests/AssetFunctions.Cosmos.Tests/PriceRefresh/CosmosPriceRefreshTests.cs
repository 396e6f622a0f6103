using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Testing.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Cosmos.Tests.PriceRefresh;

public sealed class CosmosPriceRefreshTests(CosmosFixture cosmos) : PriceRefreshContract, IClassFixture<CosmosFixture>
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult(cosmos.Registry);

    protected override IPricePages PagesOf(IAssetRegistry registry) => cosmos.Services.GetRequiredService<IPricePages>();
}

/// <summary>The refresh over documents, as <see cref="WriteLayout.Documents"/> has it.</summary>
public sealed class CosmosDocumentPriceRefreshTests(CosmosFixture cosmos) : PriceRefreshContract, IClassFixture<CosmosFixture>
{
    protected override Task<IAssetRegistry> RegistryAsync() => Task.FromResult(cosmos.Registry);
}
