using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Queries;

/// <summary>Reads transactions of wallets for users. Facts about their assets are looked up on each read.</summary>
public sealed class TransactionReading(ITransactionReader transactions, AssetCache assets, TrustTable trust, SpamRules spam)
{
    // An asset that the registry does not have is judged by its identity alone.
    static readonly AssetFacts Nameless = new() { Symbol = string.Empty, Name = string.Empty, Decimals = 0 };

    /// <summary>Reads one page of a wallet's transactions, or null for a wallet whose transactions were never fetched.</summary>
    public async Task<TransactionReport?> FindAsync(string wallet, TransactionFilter filter, CancellationToken cancellationToken)
    {
        if (await transactions.ReadAsync(wallet, filter, cancellationToken) is not { } slice)
        {
            return null;
        }

        var keys = slice.Transactions.SelectMany(transaction => transaction.Row.Items).Select(item => item.Asset).OfType<AssetKey>().ToHashSet();
        var known = await assets.GetManyAsync(keys, cancellationToken);
        var decisions = await trust.GetAsync(cancellationToken);
        return new TransactionReport(slice, known)
        {
            Verdicts = keys.ToDictionary(
                key => key,
                key => known.TryGetValue(key, out var asset) ? spam.Judge(asset, decisions.Find(key)) : spam.Judge(key, Nameless, decisions.Find(key))),
        };
    }
}

/// <summary>A page of transactions with their assets.</summary>
/// <param name="Slice">The page.</param>
/// <param name="Assets">Assets from the registry. Those it does not have, such as assets of trash transactions, are absent.</param>
public sealed record TransactionReport(TransactionSlice Slice, IReadOnlyDictionary<AssetKey, Asset> Assets)
{
    /// <summary>Verdict on each asset of the page.</summary>
    public required IReadOnlyDictionary<AssetKey, SpamVerdict> Verdicts { get; init; }

    /// <summary>Verdict on an item's asset; unknown for a collectible.</summary>
    public SpamVerdict SpamOf(TransactionItem item) => item.Asset is { } key ? Verdicts.GetValueOrDefault(key, SpamVerdict.Unknown) : SpamVerdict.Unknown;
}
