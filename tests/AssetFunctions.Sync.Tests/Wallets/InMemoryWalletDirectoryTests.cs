using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class InMemoryWalletDirectoryTests : WalletDirectoryContract
{
    readonly InMemoryWalletStore _store = new();

    protected override (IWalletStore Store, IWalletDirectory Directory) Open() => (_store, _store);

    protected override IWalletReader Reader => _store;
}
