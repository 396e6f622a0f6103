using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWriteRulesTests(CosmosFixture cosmos) : WriteRulesContract, IClassFixture<CosmosFixture>
{
    protected override (IWalletStore Store, IWalletDirectory Directory, IWalletReader Reader) Open() => (cosmos.Wallets, cosmos.Directory, cosmos.Reader);
}
