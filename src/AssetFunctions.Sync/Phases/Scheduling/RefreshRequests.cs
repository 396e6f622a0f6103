using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Scheduling;

/// <summary>
/// Requests runs for callers of the API. The messages of a run have been sent when the call returns; if they could not be sent, the run's claim
/// is withdrawn.
/// </summary>
public sealed class RefreshRequests(WalletRefresh refresh, IWalletDirectory directory, IMessageSender sender, TimeProvider clock)
{
    /// <param name="wallet">Address in canonical form.</param>
    /// <param name="transactions">Whether to fetch transactions too; null leaves it to the settings.</param>
    public async Task<RefreshOutcome> RequestAsync(string wallet, RefreshRequest request, bool? transactions, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await refresh.RequestAsync(wallet, request, cancellationToken);
            await SendAsync(wallet, request.RunId, outcome, transactions, cancellationToken);
            return outcome;
        }
        catch
        {
            // The claim may be stored even if the store reported a failure.
            await WithdrawAsync(wallet, request.RunId);
            throw;
        }
    }

    async Task SendAsync(string wallet, string runId, RefreshOutcome outcome, bool? transactions, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case RefreshOutcome.Started started:
                await sender.SendNowAsync(started.Request with { Transactions = transactions }, clock, cancellationToken);
                break;

            // Another run serves the positions, and it may or may not fetch transactions. If it does, they are fetched again when it has ended.
            case RefreshOutcome.Joined or RefreshOutcome.Fresh when transactions == true:
                await sender.SendNowAsync(TransactionsMessage.First(wallet, runId, clock.GetWholeMilliseconds()), clock, cancellationToken);
                break;
        }
    }

    async Task WithdrawAsync(string wallet, string runId)
    {
        try
        {
            await directory.WithdrawAsync(wallet, runId, CancellationToken.None);
        }
        catch (TransientStoreException)
        {
            // The claim expires by itself; the caller gets the original exception.
        }
    }
}
