using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Transactions;

public sealed class InMemoryTransactionReaderTests : TransactionReaderContract
{
    readonly InMemoryTransactionStore _store = new(new InMemoryWalletStore());

    protected override (ITransactionStore Store, ITransactionReader Reader) Open() => (_store, _store);
}
