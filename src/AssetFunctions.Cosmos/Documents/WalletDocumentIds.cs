using System.Globalization;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>Ids inside a wallet's partition. Positions have a prefix of their own, see <see cref="Sync.Positions.PositionId"/>.</summary>
static class WalletDocumentIds
{
    public const string State = "wallet";

    /// <summary>State of the transaction history. Transactions have a prefix of their own, see <see cref="Sync.Transactions.TransactionId"/>.</summary>
    public const string Transactions = "transactions";

    public static string Run(string runId) => DocumentId.Encode($"sync:{runId}");

    /// <summary>Id of the value snapshot of an hour or a day (UTC). A later run of the same period replaces it.</summary>
    public static string Snapshot(Granularity granularity, DateTimeOffset at) => granularity == Granularity.Day
        ? $"day:{at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}"
        : $"snapshot:{at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
}

/// <summary>Values of the <c>type</c> member in container <c>wallets</c>.</summary>
static class WalletDocumentTypes
{
    public const string State = "wallet";
    public const string Position = "position";
    public const string Run = "sync";
    public const string Snapshot = "snapshot";
    public const string Transaction = "transaction";
    public const string Transactions = "transactions";
}
