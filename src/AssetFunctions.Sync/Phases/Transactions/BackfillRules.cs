using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Phases.Transactions;

/// <summary>Relation of a message to the stored history.</summary>
enum MessagePlace
{
    /// <summary>Starts a run that is newer than the stored one.</summary>
    Opens,

    /// <summary>Starts a run that must wait until the stored one has ended.</summary>
    Waits,

    /// <summary>Requests the next page of the stored run.</summary>
    Continues,

    /// <summary>Has committed the last page already; the message it sent after that may be lost.</summary>
    Repeats,

    /// <summary>Is a copy, late, or of a run that is older than the stored one.</summary>
    Ignored,
}

/// <summary>Contribution of one page to a run.</summary>
/// <param name="Rows">Ids of its transactions with their times of mining.</param>
/// <param name="Next">Cursor of the next page, or null on the last page.</param>
/// <param name="Gap">Why the page lacks transactions, or null.</param>
/// <param name="Tally">Counts of the page.</param>
sealed record BackfillPage(IReadOnlyList<(string Id, DateTimeOffset MinedAt)> Rows, string? Next, string? Gap, BackfillTally Tally);

/// <summary>
/// Computes how a history changes from page to page. A run first fetches the <see cref="BackfillRange.Head"/> range, then the
/// <see cref="BackfillRange.Backfill"/> range if the history does not reach back yet. The stored range without gaps grows only by a whole head range
/// at its upper end and page by page at its lower end, so a run may stop anywhere and the next one misses nothing.
/// </summary>
static class BackfillRules
{
    // Providers disagree on whether bounds are inclusive, and block times are whole seconds.
    static readonly TimeSpan BackfillOverlap = TimeSpan.FromSeconds(1);

    public static MessagePlace PlaceOf(TransactionHistory? history, TransactionsMessage message, string messageId)
    {
        var backfill = history?.Backfill;
        if (backfill is null || (backfill.Attempt != message.Attempt && backfill.StartedAt < message.StartedAt))
        {
            // A later page without its run is a leftover of a deleted wallet.
            return message.Page != 0 ? MessagePlace.Ignored
                : backfill is { HasEnded: false } ? MessagePlace.Waits
                : MessagePlace.Opens;
        }

        if (backfill.Attempt != message.Attempt)
        {
            return MessagePlace.Ignored;
        }

        return message.Page == backfill.Page && (!backfill.HasEnded || backfill.IsSuspended) ? MessagePlace.Continues
            : message.Page == backfill.Page - 1 && backfill.CommittedBy == messageId ? MessagePlace.Repeats
            : MessagePlace.Ignored;
    }

    public static TransactionHistory Open(TransactionHistory? known, TransactionsMessage message, TimeSpan overlap)
    {
        var history = known ?? new TransactionHistory();
        if (history.Backfill is { IsPaused: true } paused)
        {
            return history with
            {
                Backfill = paused with
                {
                    RunId = message.RunId,
                    StartedAt = message.StartedAt,
                    Deadline = message.Deadline,
                    Horizon = paused.Horizon ?? paused.StartedAt,
                    Page = 0,
                    HasEnded = false,
                    CommittedBy = null,
                    Again = null,
                    Tally = new BackfillTally(),
                },
            };
        }

        return history with
        {
            Backfill = new TransactionBackfill
            {
                RunId = message.RunId,
                StartedAt = message.StartedAt,
                Deadline = message.Deadline,
                From = history.Newest - overlap,
            },
        };
    }

    /// <summary>First message of the run that waits for this one, or null when none waits or this one has not ended.</summary>
    public static TransactionsMessage? FollowingOf(string wallet, TransactionBackfill backfill) =>
        backfill is { HasEnded: true, IsSuspended: false, Again: { } again } ? TransactionsMessage.First(wallet, again.RunId, again.StartedAt, again.Deadline) : null;

    /// <summary>Records a run that waits for the stored one to end. Of several waiting runs, only the newest is kept.</summary>
    public static TransactionHistory Wait(TransactionHistory history, TransactionsMessage message) =>
        history.Backfill!.Again?.StartedAt >= message.StartedAt
            ? history
            : history with { Backfill = history.Backfill with { Again = new BackfillRequest(message.RunId, message.StartedAt, message.Deadline) } };

    /// <summary>Resumes a suspended run.</summary>
    public static TransactionHistory Resume(TransactionHistory history) => history.Backfill is { IsSuspended: true } backfill
        ? history with { Reason = null, Backfill = backfill with { HasEnded = false, IsSuspended = false } }
        : history;

    /// <summary>Sets when the next page's message counts as lost.</summary>
    public static TransactionHistory Expect(TransactionHistory history, DateTimeOffset by) =>
        history with { Backfill = history.Backfill! with { ExpectedBy = by } };

    /// <summary>Ends a run until its message is replayed from the poison queue.</summary>
    public static TransactionHistory Suspend(TransactionHistory opened, string reason) =>
        opened with { Reason = reason, Backfill = opened.Backfill! with { HasEnded = true, IsSuspended = true } };

    /// <summary>Upper bound of the next page's query, or null: only the first page of the backfill range has one, and cursors include their bounds.</summary>
    public static DateTimeOffset? ToOf(TransactionHistory history) =>
        history.Backfill is { Range: BackfillRange.Backfill, Cursor: null } ? history.Oldest + BackfillOverlap : null;

    /// <summary>
    /// The message of the next page, or null after the end. If the previous run ended with a reason, which stays until this run has ended, the page that
    /// it could not fetch is tried only once.
    /// </summary>
    public static TransactionsMessage? MessageOf(string wallet, TransactionHistory history, int maxAttempts) => history.Backfill is not { HasEnded: false } backfill ? null : new()
    {
        Version = TransactionsMessage.CurrentVersion,
        Wallet = wallet,
        RunId = backfill.RunId,
        StartedAt = backfill.StartedAt,
        Page = backfill.Page,
        From = backfill.Page == 0 ? null : backfill.From,
        To = backfill.Page == 0 ? null : ToOf(history),
        Cursor = backfill.Page == 0 ? null : backfill.Cursor,
        Deadline = backfill.Deadline,
        Attempts = history is { Reason: not null, Oldest: not null } && backfill is { Range: BackfillRange.Backfill, Cursor: null } ? maxAttempts - 1 : 0,
    };

    /// <summary>
    /// The window in which stored transactions that the run has not seen are dropped, or null: there is one only at the end of a head range that is
    /// complete and not empty. The lower bound is excluded, because providers disagree on whether bounds are inclusive.
    /// </summary>
    public static MinedWindow? WindowOf(TransactionHistory opened, BackfillPage page)
    {
        var backfill = Include(opened, page);
        return backfill is { Gap: null, IsBlind: false, Top: not null, From: { } from }
            && page.Next is null && opened.Newest is { } newest && newest > from
            ? new MinedWindow(from.AddMilliseconds(1), newest)
            : null;
    }

    public static TransactionHistory Advance(TransactionHistory opened, BackfillPage page, string messageId, int maxPages)
    {
        var isHead = opened.Backfill!.Range == BackfillRange.Head;
        page = WithGapIfLooping(opened.Backfill, isHead ? page : WithGapIfEmpty(opened, page));
        var backfill = Include(opened, page) with
        {
            Page = opened.Backfill.Page + 1,
            CommittedBy = messageId,
            Cursor = page.Next,
            Cursors = page.Next is { } cursor ? CursorLoopDetector.After(opened.Backfill.Cursors, cursor) : null,
        };
        var history = (isHead ? AfterHead(opened, page) : AfterBackfill(opened, page, backfill)) with { Backfill = backfill };
        if (page.Next is null)
        {
            if (backfill.Gap is not null || history.ReachesBack)
            {
                return Ended(history, backfill.Gap);
            }

            backfill = backfill with { From = null, Seen = [], Horizon = null };
        }

        history = history with { Backfill = backfill };
        var share = $"the history has more than {maxPages} pages; the next run continues";
        return backfill.Page < maxPages ? history
            : isHead && page.Next is not null && backfill.Gap is null ? history with { Reason = share, Backfill = backfill with { HasEnded = true } }
            : Ended(history, share);

        // The overlap is fetched again, so an empty response means nothing about the time since.
        TransactionHistory AfterHead(TransactionHistory before, BackfillPage last) => last.Next is null && backfill is { Gap: null, Top: not null }
            ? before with { Newest = Later(before.Newest, Earlier(backfill.Top, backfill.Horizon ?? backfill.StartedAt)) }
            : before;
    }

    // The backfill range starts at the oldest stored transaction, so a correct response contains at least that one.
    static BackfillPage WithGapIfEmpty(TransactionHistory opened, BackfillPage page) =>
        opened is { Oldest: not null, Backfill.Cursor: null } && page.Rows.Count == 0 && page.Tally.Skipped == 0
            ? page with { Gap = page.Gap ?? "the provider returned none of the stored transactions" }
            : page;

    // A looping run would fetch the same pages up to its page limit, and so would the next run.
    static BackfillPage WithGapIfLooping(TransactionBackfill backfill, BackfillPage page) =>
        page.Next is { } next && (next == backfill.Cursor || backfill.Cursors?.IsBackAt(next) == true)
            ? page with { Next = null, Gap = page.Gap ?? "the pages link in a circle" }
            : page;

    /// <summary>Ends a run before it has reached the wallet's first transaction.</summary>
    public static TransactionHistory GiveUp(TransactionHistory opened, string messageId, string reason, BackfillTally tally)
    {
        var backfill = opened.Backfill!;
        return Ended(opened with { Backfill = backfill with { Page = backfill.Page + 1, CommittedBy = messageId, Tally = backfill.Tally + tally } }, reason);
    }

    static TransactionHistory AfterBackfill(TransactionHistory opened, BackfillPage page, TransactionBackfill backfill)
    {
        var history = opened;
        if (page.Rows.Count > 0)
        {
            // A transaction dated in the future must not hide transactions mined until then from the next run.
            var newest = opened.Newest ?? Earlier(backfill.Top, backfill.StartedAt);
            var oldest = backfill.Gap is null ? Earlier(opened.Oldest, page.Rows.Min(row => row.MinedAt)) : opened.Oldest ?? newest;
            history = opened with { Newest = newest, Oldest = Earlier(oldest, newest) };
        }

        return history with { ReachesBack = page.Next is null && backfill.Gap is null };
    }

    static TransactionBackfill Include(TransactionHistory opened, BackfillPage page)
    {
        var backfill = opened.Backfill!;
        var stored = backfill.Range == BackfillRange.Head ? page.Rows.Where(row => row.MinedAt <= opened.Newest).Select(row => row.Id) : [];
        var seen = backfill.Seen.Concat(stored).ToList();
        var isBlind = backfill.IsBlind || page.Tally.Skipped > 0 || seen.Count > TransactionsDefaults.MaxSeen;
        return backfill with
        {
            Top = page.Rows.Count == 0 ? backfill.Top : Later(backfill.Top, page.Rows.Max(row => row.MinedAt)),
            Gap = backfill.Gap ?? page.Gap,
            IsBlind = isBlind,
            Seen = isBlind ? [] : seen,
            Tally = backfill.Tally + page.Tally,
        };
    }

    static TransactionHistory Ended(TransactionHistory history, string? reason) =>
        history with { Reason = reason, Backfill = history.Backfill! with { HasEnded = true, Cursor = null, Cursors = null, Seen = [], Horizon = null } };

    static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;

    static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right : left;
}
