using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class InMemoryWalletReaderTests : WalletReaderContract
{
    readonly InMemoryWalletStore _store = new();

    protected override (IWalletStore Store, IWalletReader Reader) Open() => (_store, _store);
}
