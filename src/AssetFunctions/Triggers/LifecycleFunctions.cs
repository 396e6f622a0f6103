using AssetFunctions.Api;
using AssetFunctions.Sync.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Triggers;

/// <summary>HTTP functions that change wallets.</summary>
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
    public async Task<RefreshResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "wallets/{wallet}/refresh")] HttpRequest request,
        string wallet, CancellationToken cancellationToken)
    {
        var (answer, message) = await api.RefreshAsync(wallet, request.Query, cancellationToken);
        return new RefreshResult { Answer = answer, Message = message };
    }

    [Function("DeleteWallet")]
    public async Task<DeletionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "wallets/{wallet}")] HttpRequest request,
        string wallet, CancellationToken cancellationToken)
    {
        var (answer, message) = await api.DeleteAsync(wallet, cancellationToken);
        return new DeletionResult { Answer = answer, Message = message };
    }

    [Function("GetDeletion")]
    public async Task<IActionResult> GetDeletionAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "wallets/{wallet}/deletion")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await api.GetDeletionAsync(wallet, cancellationToken);
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

/// <summary>What a deletion answers and what it sends.</summary>
public sealed class DeletionResult
{
    [HttpResult]
    public required IActionResult Answer { get; init; }

    /// <summary>The request for the removal, or null when there is nothing to remove.</summary>
    [QueueOutput(QueueNames.WalletDeletions)]
    public string? Message { get; init; }
}
