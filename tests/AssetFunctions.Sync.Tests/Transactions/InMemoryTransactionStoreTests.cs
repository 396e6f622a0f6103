using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Transactions;

public sealed class InMemoryTransactionStoreTests : TransactionStoreContract
{
    readonly InMemoryWalletStore _wallets = new();

    public InMemoryTransactionStoreTests() => Store = new InMemoryTransactionStore(_wallets);

    protected override ITransactionStore Store { get; }

    protected override IWalletDirectory Directory => _wallets;

    protected override IWalletReader Reader => _wallets;
}
