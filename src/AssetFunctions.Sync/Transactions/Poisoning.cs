using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Detects address poisoning: an outgoing transfer, in a transaction that another account sent, of amount zero or of a fake token. Many token contracts
/// allow zero-amount transfers in another account's name, and a fake token can report any transfer. A user who copies the recipient from such a
/// transfer pays the attacker.
/// </summary>
public static class Poisoning
{
    const string Out = "out";

    /// <summary>Whether a transfer poisons the history of a wallet.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="spam">Verdict on the transferred asset.</param>
    public static bool IsPoisoning(string wallet, WalletTransaction transaction, TransactionTransfer transfer, SpamVerdict spam)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(transfer);
        return transfer.Direction == Out
            && transaction.From is { } sender && !string.Equals(sender, wallet, StringComparison.Ordinal)
            && (transfer.Item.RawAmount.IsZero || spam.State == SpamState.Spam);
    }
}
