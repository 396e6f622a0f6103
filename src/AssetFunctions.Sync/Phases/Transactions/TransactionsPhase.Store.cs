using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Transactions;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Phases.Transactions;

public sealed partial class TransactionsPhase
{
    async Task<PhaseOutcome> StoreAsync(PageWork first, TransactionPage page, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, WalletTransaction>(page.Rows.Count, StringComparer.Ordinal);
        foreach (var row in page.Rows)
        {
            rows.TryAdd(TransactionId.For(row), row);
        }

        await RegisterAsync(rows.Values, first.Message, cancellationToken);
        return await CommitAsync(first, async work =>
        {
            var fetched = new BackfillPage(
                [.. rows.Select(row => (row.Key, row.Value.MinedAt))], page.Next, page.IncompleteReason,
                new BackfillTally { Skipped = page.Skipped.Values.Sum() });
            var window = BackfillRules.WindowOf(work.Opened, fetched);
            IReadOnlyList<StoredMark> stored = rows.Count > 0 || window is not null
                ? await store.ReadMarksAsync(work.Message.Wallet, rows.Keys, window, cancellationToken)
                : [];
            var diff = PageDiff.Between(rows, stored, window is null ? null : work.Opened.Backfill!.Seen);
            var tally = fetched.Tally with
            {
                Pages = 1,
                New = diff.Writes.Count(write => write.IsNew),
                Written = diff.Writes.Count + diff.Drops.Count,
                Unchanged = diff.Unchanged,
                Requests = work.Requests,
            };
            return new TransactionCommit
            {
                Wallet = work.Message.Wallet,
                Version = work.Version,
                Opened = work.Opened,
                Next = BackfillRules.Expect(
                    BackfillRules.Advance(work.Opened, fetched with { Tally = tally }, work.Context.MessageId, _options.MaxPages), clock.GetWholeMilliseconds() + TransactionsDefaults.LostAfter),
                Provider = page.Provider,
                Writes = diff.Writes,
                Drops = diff.Drops,
            };
        }, cancellationToken);
    }

    Task<PhaseOutcome> GiveUpAsync(PageWork first, string reason, CancellationToken cancellationToken) =>
        CommitAsync(
            first,
            work => Task.FromResult(new TransactionCommit
            {
                Wallet = work.Message.Wallet,
                Version = work.Version,
                Opened = work.Opened,
                Next = BackfillRules.GiveUp(work.Opened, work.Context.MessageId, reason, new BackfillTally { Requests = work.Requests }),
            }),
            cancellationToken);

    async Task<PhaseOutcome> CommitAsync(
        PageWork first, Func<PageWork, Task<TransactionCommit>> decide, CancellationToken cancellationToken)
    {
        var work = first;
        for (var attempt = 1; attempt <= TransactionsDefaults.MaxCommitAttempts; attempt++)
        {
            var commit = await decide(work);
            if (await store.CommitAsync(commit, cancellationToken))
            {
                LogStored(work, commit);
                var added = commit.Writes.Count(write => write.IsNew);
                return Continue(commit.Wallet, commit.Next with { Stored = commit.Opened.Stored + added });
            }

            var known = await store.FindHistoryAsync(work.Message.Wallet, cancellationToken);
            if (await OpenAsync(work.Message, work.Context, known, cancellationToken) is not { } again)
            {
                return PhaseOutcome.Done;
            }

            if (again.IsRepeated)
            {
                return Continue(again.Message.Wallet, again.Opened);
            }

            work = again;
        }

        throw new TransientStoreException($"The history of wallet {first.Message.Wallet} kept changing while page {first.Message.Page} was stored.");
    }

    // Prices of transactions are historical, so assets are registered without a price. Assets that appear only in trash are not registered.
    async Task RegisterAsync(IEnumerable<WalletTransaction> rows, TransactionsMessage message, CancellationToken cancellationToken)
    {
        var candidates = rows
            .Where(row => !row.IsTrash)
            .SelectMany(row => row.Items)
            .Where(item => item is { Asset: not null, Facts: not null })
            .GroupBy(item => item.Asset!.Value, item => item.Facts!)
            .Select(facts => new Asset { Key = facts.Key, Facts = AssetFacts.Of(facts), CreatedAt = message.StartedAt, UpdatedAt = message.StartedAt })
            .ToList();
        if (candidates.Count == 0)
        {
            return;
        }

        var writes = await assets.FindOrCreateManyAsync(candidates, cancellationToken);
        foreach (var refused in writes.Where(write => write.Status == AssetWriteStatus.Refused))
        {
            Log.Refused(logger, refused.Key, refused.Reason ?? "no reason given");
        }
    }

    void LogStored(PageWork work, TransactionCommit commit)
    {
        var (wallet, backfill) = (commit.Wallet, commit.Next.Backfill!);
        if (work.Message.Page == 0)
        {
            Log.Started(logger, wallet, backfill.RunId, work.Query.From);
        }

        if (backfill.Tally.Pages > work.Opened.Backfill!.Tally.Pages)
        {
            Log.Stored(
                logger, wallet, backfill.RunId, work.Message.Page, commit.Writes.Count + commit.Drops.Count,
                backfill.Tally.Unchanged - work.Opened.Backfill.Tally.Unchanged, commit.Drops.Count);
        }
    }

    static partial class Log
    {
        [LoggerMessage(SyncEvents.TransactionsStarted, LogLevel.Information, "Run {RunId} of {Wallet} fetches transactions from {From}.")]
        public static partial void Started(ILogger logger, string wallet, string runId, DateTimeOffset? from);

        [LoggerMessage(SyncEvents.TransactionsStored, LogLevel.Information, "Stored transactions of {Wallet} run {RunId} page {Page}: {Written} written, {Unchanged} unchanged, {Dropped} of the written dropped.")]
        public static partial void Stored(ILogger logger, string wallet, string runId, int page, int written, int unchanged, int dropped);

        [LoggerMessage(SyncEvents.TransactionsEnded, LogLevel.Information, "Transactions of {Wallet} run {RunId} ended {Status} {Reason}: {Stored} stored, {Added} new, {Unchanged} unchanged, {Pages} pages, {Requests} database requests, history from {From} to {To}.")]
        public static partial void Ended(
            ILogger logger, string wallet, string runId, string status, string reason, int stored, int added, int unchanged, int pages, int requests,
            DateTimeOffset? from, DateTimeOffset? to);

        [LoggerMessage(SyncEvents.WalletClosed, LogLevel.Information, "Dropped the transactions of {Wallet} run {RunId}: the wallet was deleted.")]
        public static partial void Closed(ILogger logger, string wallet, string runId);

        [LoggerMessage(SyncEvents.TransactionsSuperseded, LogLevel.Information, "Ignored page {Page} of {Wallet} run {RunId}: already processed, or superseded by run {NewerRunId}.")]
        public static partial void Superseded(ILogger logger, string wallet, string runId, int page, string newerRunId);

        [LoggerMessage(SyncEvents.TransactionsWait, LogLevel.Information, "Run {RunId} of {Wallet} waits to fetch transactions until run {EarlierRunId} has ended.")]
        public static partial void Waits(ILogger logger, string wallet, string runId, string earlierRunId);

        [LoggerMessage(SyncEvents.AssetRefused, LogLevel.Warning, "The registry refused asset {Asset}: {Reason}.")]
        public static partial void Refused(ILogger logger, AssetKey asset, string reason);
    }
}
