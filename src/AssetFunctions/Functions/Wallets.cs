using AssetFunctions.Http;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions for wallets and their stored data.</summary>
public sealed partial class Wallets(
    WalletReading reading, TransactionReading transactions, IWalletHistory history, WalletRegistrations registrations, WalletDeletions deletions,
    IWalletDirectory directory, RunReports reports, KnownNetworks networks, TimeProvider clock)
{
    [Function("GetWallet")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "wallets/{wallet}")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await reading.FindAsync(wallet, cancellationToken) switch
        {
            null => Problems.UnknownWallet(wallet),
            { State.Deletion: not null } => Problems.Gone(wallet),
            var report => ApiResponse.Ok(WalletModel.Of(wallet, report)),
        };

    [Function("GetPositions")]
    public async Task<IActionResult> GetPositionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "wallets/{wallet}/positions")] HttpRequest request,
        string wallet, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query).ReadPositionQuery(wallet);
        if (await reading.FindPositionsAsync(wallet, query, cancellationToken) is not { } page)
        {
            return await reading.GoneOrAsync(wallet, Problems.UnknownWallet(wallet), cancellationToken);
        }

        // A network with positions exists even if the catalog does not list it.
        await networks.RequireAsync(page.Matching == 0 ? [query.Network] : [], cancellationToken);
        return ApiResponse.Ok(PositionsModel.Of(wallet, page, page.Next is { } next ? PositionTokens.Create(wallet, query, next) : null));
    }

    [Function("GetTransactions")]
    public async Task<IActionResult> GetTransactionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "wallets/{wallet}/transactions")] HttpRequest request,
        string wallet, CancellationToken cancellationToken)
    {
        var filter = new QueryReader(request.Query).ReadTransactionFilter(wallet);
        if (await transactions.FindAsync(wallet, filter, cancellationToken) is not { } report)
        {
            return await reading.GoneOrAsync(wallet, Problems.UnknownTransactions(wallet), cancellationToken);
        }

        await networks.RequireAsync(filter.After is null && report.Slice.Transactions.Count == 0 ? [filter.Network, filter.Asset?.Network] : [], cancellationToken);
        return ApiResponse.Ok(TransactionsModel.Of(wallet, report, report.Slice.Next is { } next ? TransactionTokens.Create(wallet, filter, next) : null));
    }

    [Function("GetHistory")]
    public async Task<IActionResult> GetHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "wallets/{wallet}/history")] HttpRequest request,
        string wallet, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var granularity = reader.Read(ApiParameters.Granularity);
        var withCurrent = reader.Read(ApiParameters.Current);
        var range = TimeRange.Read(reader, clock.GetUtcNow());
        if (await history.ReadAsync(wallet, granularity, range.From, range.To, cancellationToken) is not { } snapshots)
        {
            return await reading.GoneOrAsync(wallet, Problems.UnknownWallet(wallet), cancellationToken);
        }

        var current = withCurrent ? await reading.FindAsync(wallet, cancellationToken) : null;
        return ApiResponse.Ok(HistoryModel.Of(wallet, granularity, range, snapshots, current));
    }
}
