using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Testing.Faults;

/// <summary>A transaction store whose calls fail as planned.</summary>
public sealed class FaultyTransactionStore(ITransactionStore inner, StoreFaults faults) : ITransactionStore
{
    public Task<StoredHistory?> FindHistoryAsync(string wallet, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindHistoryAsync), () => inner.FindHistoryAsync(wallet, cancellationToken));

    public Task<IReadOnlyList<StoredMark>> ReadMarksAsync(
        string wallet, IReadOnlyCollection<string> ids, MinedWindow? window, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(ReadMarksAsync), () => inner.ReadMarksAsync(wallet, ids, window, cancellationToken));

    public Task<bool> CommitAsync(TransactionCommit commit, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(CommitAsync), () => inner.CommitAsync(commit, cancellationToken));
}
