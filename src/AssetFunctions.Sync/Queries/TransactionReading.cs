using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Queries;

/// <summary>Answers questions about the transactions of wallets. What their assets are called is looked up when they are read.</summary>
public sealed class TransactionReading(ITransactionReader transactions, AssetCache assets)
{
    /// <summary>Reads one page of a wallet's transactions, or null for a wallet whose transactions were never fetched.</summary>
    public async Task<TransactionReport?> FindAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken)
    {
        if (await transactions.ReadAsync(wallet, filter, cancellationToken) is not { } slice)
        {
            return null;
        }

        var keys = slice.Transactions.SelectMany(transaction => transaction.Row.Items).Select(item => item.Asset).OfType<AssetKey>().ToHashSet();
        return new TransactionReport(slice, await assets.GetManyAsync(keys, cancellationToken));
    }
}

/// <summary>A page of transactions and the assets it speaks of.</summary>
/// <param name="Slice">The page.</param>
/// <param name="Assets">Its assets as the registry knows them; those it does not have, such as what only trash moves, are absent.</param>
public sealed record TransactionReport(TransactionSlice Slice, IReadOnlyDictionary<AssetKey, Asset> Assets);
