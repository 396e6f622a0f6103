using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class InMemoryWalletStoreTests : WalletStoreContract
{
    readonly InMemoryWalletStore _store = new();

    protected override Task<IWalletStore> StoreAsync() => Task.FromResult<IWalletStore>(_store);

    protected override Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet) =>
        Task.FromResult<IReadOnlyList<PositionExample>>([.. _store.PositionsOf(wallet).Select(PositionExample.Of)]);
}
