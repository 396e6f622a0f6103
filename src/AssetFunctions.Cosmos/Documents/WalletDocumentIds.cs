using System.Globalization;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>Ids inside a wallet's partition. Positions have a prefix of their own, see <see cref="Sync.Positions.PositionId"/>.</summary>
static class WalletDocumentIds
{
    public const string State = "wallet";

    /// <summary>State of the transaction history. Transactions have a prefix of their own, see <see cref="Sync.Transactions.TransactionId"/>.</summary>
    public const string Transactions = "transactions";

    /// <summary>Id of the page of positions that begins at an id. Pages have a prefix of their own.</summary>
    public static string Page(string from) => $"page:{from}";

    /// <summary>Id of <see cref="LayoutDocument"/>, in a partition of its own.</summary>
    public const string Layout = "layout";

    public static string Run(string runId) => DocumentId.Encode($"sync:{runId}");

    /// <summary>Id of the values of all hours of a finished day (UTC).</summary>
    public static string Hours(DateTimeOffset day) => $"hours:{day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    /// <summary>Sort key of a finished run's record, by which the records of a time range are found. It comes before those of transactions.</summary>
    public static string RunSort(DateTimeOffset fetchedAt) => $"!run:{fetchedAt.ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture)}";

    /// <summary>
    /// Id of the value snapshot of an hour or a day (UTC). Snapshots of hours were written by releases before pages; a day's closing value is written
    /// by the first run of the next day.
    /// </summary>
    public static string Snapshot(Granularity granularity, DateTimeOffset at) => granularity == Granularity.Day
        ? $"day:{at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}"
        : $"snapshot:{at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
}

/// <summary>Values of the <c>type</c> member in container <c>wallets</c>.</summary>
static class WalletDocumentTypes
{
    public const string State = "wallet";
    public const string Position = "position";
    public const string Page = "page";
    public const string Hours = "hours";
    public const string Run = "sync";
    public const string Snapshot = "snapshot";
    public const string Transaction = "transaction";
    public const string Transactions = "transactions";
}
