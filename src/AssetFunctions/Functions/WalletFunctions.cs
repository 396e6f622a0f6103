using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions about wallets and their runs.</summary>
public sealed class WalletFunctions(WalletApi api, HistoryApi history, TransactionApi transactions)
{
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
