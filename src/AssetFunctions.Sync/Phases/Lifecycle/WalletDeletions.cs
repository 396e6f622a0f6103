using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Phases.Lifecycle;

/// <summary>Deletes wallets: closes them at once, and leaves the removal to <see cref="DeletionPhase"/>.</summary>
public sealed class WalletDeletions(IWalletReader wallets, IWalletDirectory directory, IMessageSender sender, TimeProvider clock)
{
    /// <summary>
    /// Closes a wallet to runs and asks for its removal. Asking again while it goes on sends the request again, in case the first one was lost;
    /// removing twice is removing once.
    /// </summary>
    /// <param name="wallet">Address in canonical form.</param>
    /// <returns>How the deletion stands, or null for a wallet the store has never seen.</returns>
    public async Task<WalletDeletion?> RequestAsync(string wallet, CancellationToken cancellationToken)
    {
        var deletion = (await directory.CloseAsync(wallet, clock.GetUtcNow(), cancellationToken))?.Deletion;
        if (deletion is { DoneAt: null })
        {
            await sender.SendNowAsync(DeletionRequest.Of(wallet), clock, cancellationToken);
        }

        return deletion;
    }

    /// <summary>How the deletion of a wallet stands, or null where none was asked for or it is long done.</summary>
    public async Task<WalletDeletion?> FindAsync(string wallet, CancellationToken cancellationToken) =>
        (await wallets.FindAsync(wallet, cancellationToken))?.Deletion;
}
