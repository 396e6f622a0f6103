using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class InMemoryWalletHistoryTests : WalletHistoryContract
{
    protected override (IWalletStore Store, IWalletHistory History) Open()
    {
        var store = new InMemoryWalletStore();
        return (store, store);
    }
}
