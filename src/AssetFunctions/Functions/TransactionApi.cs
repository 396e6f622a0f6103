using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests about the transactions of wallets.</summary>
public sealed class TransactionApi(ApiCalls calls, TransactionReading reading, WalletReading wallets, TransactionTokens tokens)
{
    public Task<ApiAnswer> GetAsync(string wallet, IQueryCollection parameters, CancellationToken cancellationToken) =>
        calls.ForWalletAsync(wallet, async canonical =>
        {
            var reader = new QueryReader(parameters);
            var filter = new TransactionFilter
            {
                Network = reader.Read(ApiParameters.Network),
                Operation = reader.Read(ApiParameters.Operation),
                Asset = reader.Read(ApiParameters.Asset),
                Trash = reader.Read(ApiParameters.Trash),
                PageSize = reader.Read(ApiParameters.PageSize),
            };
            var token = reader.Read(ApiParameters.Continuation);
            if (reader.Problem is { } problem)
            {
                return problem;
            }

            if (token is not null)
            {
                filter = filter with { After = tokens.Read(canonical, filter, token) };
                if (filter.After is null)
                {
                    return Problems.BadContinuation();
                }
            }

            return await reading.FindAsync(canonical, filter, cancellationToken) is { } report
                ? Ok(canonical, report, report.Slice.Next is { } next ? tokens.Create(canonical, filter, next) : null)
                : await wallets.GoneOrAsync(canonical, Problems.UnknownTransactions(canonical), cancellationToken);
        });

    static ApiAnswer Ok(string wallet, TransactionReport report, string? continuation) =>
        new(StatusCodes.Status200OK, TransactionsModel.Of(wallet, report, continuation));
}
