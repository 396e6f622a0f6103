using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWriteRulesTests(CosmosFixture cosmos) : WriteRulesContract, IClassFixture<CosmosFixture>
{
    protected override (IWalletStore Store, IWalletDirectory Directory, IWalletReader Reader) Open() => (cosmos.Wallets, cosmos.Directory, cosmos.Reader);
}

/// <summary>The same for a document per position.</summary>
public sealed class DocumentsWriteRulesTests(CosmosFixture cosmos) : WriteRulesContract, IClassFixture<CosmosFixture>
{
    protected override (IWalletStore Store, IWalletDirectory Directory, IWalletReader Reader) Open() => (cosmos.Documents, cosmos.Directory, cosmos.Reader);
}
