using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Scheduling;

/// <summary>
/// Asks for runs on behalf of callers who are told the outcome: what it promises has been sent when it returns. A run whose request could not be
/// sent holds nobody off.
/// </summary>
public sealed class RefreshRequests(WalletRefresh refresh, IWalletDirectory directory, IMessageSender sender, TimeProvider clock)
{
    /// <param name="wallet">Address in canonical form.</param>
    /// <param name="transactions">Whether transactions are fetched too; null leaves it to the settings.</param>
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
            // The run may be announced even where the store did not say so.
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

            // Another run serves the positions, and nobody knows whether it fetches transactions. Where it does, they are fetched once more when it is through.
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
            // The announcement runs out by itself; the caller is to hear of the first failure.
        }
    }
}
