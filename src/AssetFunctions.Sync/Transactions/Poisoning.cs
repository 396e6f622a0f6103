using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// Transfers that were made to be seen in a wallet's history: out of the wallet, in a transaction that somebody else sent, of nothing or of an
/// imitation. A contract lets anyone "send" nothing in another's name, and a fake token lets its maker claim anything. Who copies the recipient from
/// such a transfer pays the poisoner.
/// </summary>
public static class Poisoning
{
    const string Out = "out";

    /// <summary>Whether a transfer poisons the history of a wallet.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    /// <param name="spam">What is believed of the asset that it moves.</param>
    public static bool IsPoisoning(string wallet, WalletTransaction transaction, TransactionTransfer transfer, SpamVerdict spam)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(transfer);
        return transfer.Direction == Out
            && transaction.From is { } sender && !string.Equals(sender, wallet, StringComparison.Ordinal)
            && (transfer.Item.RawAmount.IsZero || spam.State == SpamState.Spam);
    }
}
