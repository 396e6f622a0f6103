using AssetFunctions.Api;
using AssetFunctions.Sync.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Triggers;

/// <summary>HTTP functions about wallets and their runs.</summary>
public sealed class WalletFunctions(WalletApi api, HistoryApi history, TransactionApi transactions)
{
    [Function("RefreshWallet")]
    public RefreshResult Refresh(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "wallets/{wallet}/refresh")] HttpRequest request, string wallet)
    {
        var (answer, message) = api.Refresh(wallet, request.Query);
        return new RefreshResult { Answer = answer, Message = message };
    }

    [Function("GetSync")]
    public async Task<IActionResult> GetSyncAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "syncs/{wallet}/{id}")] HttpRequest request,
        string wallet, string id, CancellationToken cancellationToken) =>
        await api.GetRunAsync(wallet, id, cancellationToken);

    [Function("GetWallet")]
    public async Task<IActionResult> GetWalletAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets/{wallet}")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await api.GetWalletAsync(wallet, cancellationToken);

    [Function("GetPositions")]
    public async Task<IActionResult> GetPositionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets/{wallet}/positions")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await api.GetPositionsAsync(wallet, request.Query, cancellationToken);

    [Function("GetTransactions")]
    public async Task<IActionResult> GetTransactionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets/{wallet}/transactions")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await transactions.GetAsync(wallet, request.Query, cancellationToken);

    [Function("GetHistory")]
    public async Task<IActionResult> GetHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets/{wallet}/history")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await history.GetAsync(wallet, request.Query, cancellationToken);
}

/// <summary>What a refresh answers and what it sends.</summary>
public sealed class RefreshResult
{
    [HttpResult]
    public required IActionResult Answer { get; init; }

    /// <summary>The request for the run, or null when there is nothing to run.</summary>
    [QueueOutput(QueueNames.SyncRequests)]
    public string? Message { get; init; }
}
