using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Transactions;

namespace AssetFunctions.Sync.Tests.Transactions;

public sealed class InMemoryTransactionReaderTests : TransactionReaderContract
{
    readonly InMemoryTransactionStore _store = new();

    protected override (ITransactionStore Store, ITransactionReader Reader) Open() => (_store, _store);
}
