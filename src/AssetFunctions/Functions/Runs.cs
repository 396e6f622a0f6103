using AssetFunctions.Http;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions to request and follow runs.</summary>
public sealed class Runs(RefreshRequests refresh, WalletReading reading, RunIds runIds, TimeProvider clock)
{
    [Function("RefreshWallet")]
    public async Task<IActionResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "wallets/{wallet}/refresh")] HttpRequest request,
        string wallet, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(request.Query);
        var wanted = new RefreshRequest(runIds.Create(wallet), reader.Read(ApiParameters.Force), Revive: true);
        return await refresh.RequestAsync(wallet, wanted, reader.Read(ApiParameters.Transactions), cancellationToken) switch
        {
            RefreshOutcome.Started => ApiResponse.Accepted(RefreshModel.Of(wallet, wanted.RunId)),
            RefreshOutcome.Joined joined => ApiResponse.Accepted(RefreshModel.Of(wallet, joined.RunId) with { Joined = true }),
            RefreshOutcome.Fresh fresh => ApiResponse.Ok(RefreshModel.Of(wallet, fresh.RunId) with { Fresh = true, Status = fresh.Status }),
            _ => Problems.Deleting(wallet),
        };
    }

    [Function("GetSync")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "syncs/{wallet}/{id}")] HttpRequest request,
        string wallet, string id, CancellationToken cancellationToken) =>
        await reading.FindRunAsync(wallet, id, runIds.WaitingSince(wallet, id), cancellationToken) is { } run
            ? ApiResponse.Ok(RunModel.Of(wallet, run, clock.GetUtcNow()))
            : await reading.GoneOrAsync(wallet, Problems.UnknownRun(wallet), cancellationToken);
}
