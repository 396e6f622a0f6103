using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Lifecycle;

/// <summary>Deletes wallets: closes them at once; <see cref="DeletionPhase"/> removes their documents.</summary>
public sealed class WalletDeletions(IWalletReader wallets, IWalletDirectory directory, IMessageSender sender, TimeProvider clock)
{
    /// <summary>
    /// Closes a wallet to runs and requests its removal. A repeated call during the removal sends the request again, in case the first was lost;
    /// removal is idempotent.
    /// </summary>
    /// <param name="wallet">Address in canonical form.</param>
    /// <returns>Progress of the deletion, or null for a wallet unknown to the store.</returns>
    public async Task<WalletDeletion?> RequestAsync(string wallet, CancellationToken cancellationToken)
    {
        var deletion = (await directory.CloseAsync(wallet, clock.GetUtcNow(), cancellationToken))?.Deletion;
        if (deletion is { DoneAt: null })
        {
            await sender.SendNowAsync(DeletionRequest.Of(wallet), clock, cancellationToken);
        }

        return deletion;
    }

    /// <summary>Progress of a wallet's deletion, or null when none was requested or its tombstone has expired.</summary>
    public async Task<WalletDeletion?> FindAsync(string wallet, CancellationToken cancellationToken) =>
        (await wallets.FindAsync(wallet, cancellationToken))?.Deletion;
}
