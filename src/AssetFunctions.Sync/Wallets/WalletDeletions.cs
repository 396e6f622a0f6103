using AssetFunctions.Sync.Pipeline;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Deletes wallets: closes them at once, and leaves the removal to <see cref="DeletionPhase"/>.</summary>
public sealed class WalletDeletions(IWalletDirectory directory, TimeProvider clock)
{
    /// <summary>Closes a wallet to runs. Asking again changes nothing.</summary>
    /// <param name="wallet">Address in canonical form.</param>
    /// <returns>How the deletion stands, or null for a wallet the store has never seen.</returns>
    public async Task<WalletDeletion?> AskAsync(string wallet, CancellationToken cancellationToken) =>
        (await directory.CloseAsync(wallet, clock.GetUtcNow(), cancellationToken))?.Life.Deletion;

    /// <summary>How the deletion of a wallet stands, or null where none was asked for or it is long done.</summary>
    public async Task<WalletDeletion?> FindAsync(string wallet, CancellationToken cancellationToken) =>
        (await directory.FindAsync(wallet, cancellationToken))?.Life.Deletion;

    /// <summary>The message that has a closed wallet removed.</summary>
    public static string RequestFor(string wallet) =>
        MessageCodec.Encode(new DeletionRequest { Version = DeletionRequest.CurrentVersion, Wallet = wallet });
}
