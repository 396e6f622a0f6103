using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Functions;

/// <summary>Reads queries about one wallet from query strings.</summary>
static class WalletQueries
{
    public static PositionQuery ReadPositionQuery(this QueryReader reader, string wallet)
    {
        var query = new PositionQuery
        {
            Network = reader.Read(ApiParameters.Network),
            Type = reader.Read(ApiParameters.PositionType),
            MinValueUsd = reader.Read(ApiParameters.MinValueUsd),
            Spam = reader.Read(ApiParameters.Spam),
            Order = reader.Read(ApiParameters.Sort),
            PageSize = reader.Read(ApiParameters.PageSize),
        };
        return query with { After = reader.ReadContinuation(token => PositionTokens.Read(wallet, query, token)) };
    }

    public static TransactionFilter ReadTransactionFilter(this QueryReader reader, string wallet)
    {
        var filter = new TransactionFilter
        {
            Network = reader.Read(ApiParameters.Network),
            Operation = reader.Read(ApiParameters.Operation),
            Asset = reader.Read(ApiParameters.Asset),
            Trash = reader.Read(ApiParameters.Trash),
            PageSize = reader.Read(ApiParameters.PageSize),
        };
        return filter with { After = reader.ReadContinuation(token => TransactionTokens.Read(wallet, filter, token)) };
    }
}
