using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWalletStoreTests(CosmosFixture cosmos) : WalletStoreContract, IClassFixture<CosmosFixture>
{
    protected override Task<IWalletStore> StoreAsync() => Task.FromResult(cosmos.Wallets);

    protected override async Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = \"position\"");
        var pages = await cosmos.WalletContainer.QueryPagesAsync<PositionDocument>(query, new PartitionKey(wallet), CancellationToken.None);
        return [.. pages.SelectMany(page => page).Select(document => new PositionExample(
            document.Id, document.Network, document.ContractAddress, document.Kind, document.Protocol, document.RawAmount, document.Decimals))];
    }
}
