using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Phases.Transactions;

/// <summary>One message at work.</summary>
/// <param name="Message">The message.</param>
/// <param name="Context">Its delivery.</param>
/// <param name="Opened">The history as it stands before the step.</param>
/// <param name="Version">Version of the stored history, or null where none is stored.</param>
/// <param name="IsRepeated">Whether the step is made already and only its outcome has to be told again.</param>
sealed record TransactionStep(TransactionsMessage Message, PhaseContext Context, TransactionHistory Opened, string? Version, bool IsRepeated)
{
    /// <summary>What the provider is asked for.</summary>
    public TransactionQuery Query { get; } = new(Message.Wallet, Opened.Backfill!.From, BackfillRules.ToOf(Opened), Opened.Backfill.Cursor);

    /// <summary>Database requests of the step, those of its commit included when it needs one.</summary>
    public int Requests => Context.Usage.Usage.Requests + 1;
}
