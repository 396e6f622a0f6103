using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>
/// HTTP functions that change wallets. Their messages are sent before they answer: the host would send an output only afterwards, and a caller
/// who was told that something is on its way must be able to rely on it.
/// </summary>
public sealed class LifecycleFunctions(LifecycleApi api)
{
    [Function("RegisterWallet")]
    public async Task<IActionResult> RegisterAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "wallets")] HttpRequest request, CancellationToken cancellationToken) =>
        await api.RegisterAsync(request, cancellationToken);

    [Function("ListWallets")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets")] HttpRequest request, CancellationToken cancellationToken) =>
        await api.ListAsync(request.Query, cancellationToken);

    [Function("RefreshWallet")]
    public async Task<IActionResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "wallets/{wallet}/refresh")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await api.RefreshAsync(wallet, request.Query, cancellationToken);

    [Function("DeleteWallet")]
    public async Task<IActionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "wallets/{wallet}")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await api.DeleteAsync(wallet, cancellationToken);

    [Function("GetDeletion")]
    public async Task<IActionResult> GetDeletionAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets/{wallet}/deletion")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await api.GetDeletionAsync(wallet, cancellationToken);
}
