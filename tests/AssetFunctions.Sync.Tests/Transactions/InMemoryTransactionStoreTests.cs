using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Transactions;

namespace AssetFunctions.Sync.Tests.Transactions;

public sealed class InMemoryTransactionStoreTests : TransactionStoreContract
{
    protected override ITransactionStore Store { get; } = new InMemoryTransactionStore();
}
