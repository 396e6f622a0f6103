using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class InMemoryWriteRulesTests : WriteRulesContract
{
    readonly InMemoryWalletStore _store = new();

    protected override (IWalletStore Store, IWalletDirectory Directory, IWalletReader Reader) Open() => (_store, _store, _store);
}
