using AssetFunctions.Http;
using AssetFunctions.Sync.Phases.Lifecycle;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <remarks>A change sends its messages before the response, so that a caller can rely on an accepted request.</remarks>
public sealed partial class Wallets
{
    const string ListPurpose = "wallets";

    [Function("RegisterWallet")]
    public async Task<IActionResult> RegisterAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "wallets")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (wallet, change) = await RegistrationReader.ReadAsync(request, cancellationToken);
        await networks.RequireAsync(change.Networks ?? [], cancellationToken);
        return await registrations.RegisterAsync(wallet, change, cancellationToken) switch
        {
            RegistrationOutcome.Stored stored => new ApiResponse(
                stored.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, WalletEntryModel.Of(stored.State, reports))
            {
                Location = stored.IsNew ? $"/api/wallets/{wallet}" : null,
                Tag = stored.State.Registration!.Revision.ToString(),
            },
            RegistrationOutcome.Outdated outdated => Problems.Outdated(outdated.Revision),
            _ => Problems.Deleting(wallet),
        };
    }

    [Function("ListWallets")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "wallets")] HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var pageSize = reader.Read(ApiParameters.WalletPageSize);
        var after = reader.ReadContinuation(token => ContinuationTokens.Read([ListPurpose], token));
        var page = await directory.ListAsync(pageSize, after, cancellationToken);
        return ApiResponse.Ok(new WalletListModel(
            [.. page.Entries.Select(state => WalletEntryModel.Of(state, reports))],
            page.Continuation is { } next ? ContinuationTokens.Create([ListPurpose], next) : null));
    }

    [Function("DeleteWallet")]
    public async Task<IActionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "wallets/{wallet}")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await deletions.RequestAsync(wallet, cancellationToken) switch
        {
            null => Problems.UnknownWallet(wallet),
            { DoneAt: null } deletion => ApiResponse.Accepted(DeletionModel.Of(wallet, deletion)),
            var done => ApiResponse.Ok(DeletionModel.Of(wallet, done)),
        };

    [Function("GetDeletion")]
    public async Task<IActionResult> GetDeletionAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "wallets/{wallet}/deletion")] HttpRequest request,
        string wallet, CancellationToken cancellationToken) =>
        await deletions.FindAsync(wallet, cancellationToken) is { } deletion
            ? ApiResponse.Ok(DeletionModel.Of(wallet, deletion))
            : Problems.UnknownDeletion(wallet);
}
