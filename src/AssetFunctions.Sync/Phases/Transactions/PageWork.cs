using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Phases.Transactions;

/// <summary>One delivery of a page's message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Context">The delivery.</param>
/// <param name="Opened">The history before the page is committed.</param>
/// <param name="Version">Version of the stored history, or null when none is stored.</param>
/// <param name="IsRepeated">Whether the page is committed already and only its outcome must be sent again.</param>
sealed record PageWork(TransactionsMessage Message, PhaseContext Context, TransactionHistory Opened, string? Version, bool IsRepeated)
{
    /// <summary>The provider query of the page.</summary>
    public TransactionQuery Query { get; } = new(Message.Wallet, Opened.Backfill!.From, BackfillRules.ToOf(Opened), Opened.Backfill.Cursor);

    /// <summary>Database requests of the delivery, including one for the commit.</summary>
    public int Requests => Context.Usage.Usage.Requests + 1;
}
