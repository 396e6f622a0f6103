using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Phases.Transactions;

/// <summary>What a message means for the history it finds.</summary>
enum MessagePlace
{
    /// <summary>It begins a run that is newer than the stored one.</summary>
    Opens,

    /// <summary>It begins a run while the stored one is not through: it has to wait until that has ended.</summary>
    Waits,

    /// <summary>It is the next step of the stored run.</summary>
    Steps,

    /// <summary>It made the last step already; what it sent then may be lost.</summary>
    Repeats,

    /// <summary>It is a copy, came late, or belongs to a run that is older than the stored one.</summary>
    Passes,
}

/// <summary>What one page adds to a run.</summary>
/// <param name="Rows">Its transactions by id, and when they were mined.</param>
/// <param name="Next">What asks for the next page, or null.</param>
/// <param name="Gap">Why it lacks transactions, or null.</param>
/// <param name="Tally">What was done for it.</param>
sealed record BackfillPage(IReadOnlyList<(string Id, DateTimeOffset MinedAt)> Rows, string? Next, string? Gap, BackfillTally Tally);

/// <summary>
/// How a history moves from step to step. A run first walks from now down to what is stored, then goes on below it where the history does not
/// reach back yet. What is stored without gaps grows only by whole stretches at its upper end and page by page at its lower end, so a run that
/// stops anywhere leaves a state from which the next one misses nothing.
/// </summary>
static class BackfillRules
{
    // Providers do not agree on whether a bound is inside, and blocks have whole seconds.
    static readonly TimeSpan BackfillOverlap = TimeSpan.FromSeconds(1);

    public static MessagePlace PlaceOf(TransactionHistory? history, TransactionsMessage message, string messageId)
    {
        var backfill = history?.Backfill;
        if (backfill is null || (backfill.Attempt != message.Attempt && backfill.StartedAt < message.StartedAt))
        {
            // A later page without its run is what a deleted wallet leaves behind.
            return message.Page != 0 ? MessagePlace.Passes
                : backfill is { HasEnded: false } ? MessagePlace.Waits
                : MessagePlace.Opens;
        }

        if (backfill.Attempt != message.Attempt)
        {
            return MessagePlace.Passes;
        }

        return message.Page == backfill.Page && (!backfill.HasEnded || backfill.IsSuspended) ? MessagePlace.Steps
            : message.Page == backfill.Page - 1 && backfill.CommittedBy == messageId ? MessagePlace.Repeats
            : MessagePlace.Passes;
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

    /// <summary>The run that was asked for while one was under way, or null when none was or that has not ended.</summary>
    public static TransactionsMessage? FollowingOf(string wallet, TransactionBackfill backfill) =>
        backfill is { HasEnded: true, IsSuspended: false, Again: { } again } ? TransactionsMessage.First(wallet, again.RunId, again.StartedAt, again.Deadline) : null;

    /// <summary>The history with a run that waits for the stored one to end; the newest of several counts.</summary>
    public static TransactionHistory Wait(TransactionHistory history, TransactionsMessage message) =>
        history.Backfill!.Again?.StartedAt >= message.StartedAt
            ? history
            : history with { Backfill = history.Backfill with { Again = new BackfillRequest(message.RunId, message.StartedAt, message.Deadline) } };

    /// <summary>The history before the step that is next.</summary>
    public static TransactionHistory Resume(TransactionHistory history) => history.Backfill is { IsSuspended: true } backfill
        ? history with { Reason = null, Backfill = backfill with { HasEnded = false, IsSuspended = false } }
        : history;

    /// <summary>The history with its run expecting its next message by a time.</summary>
    public static TransactionHistory Expect(TransactionHistory history, DateTimeOffset by) =>
        history with { Backfill = history.Backfill! with { ExpectedBy = by } };

    /// <summary>Ends a run for as long as its message waits for someone to put it back.</summary>
    public static TransactionHistory Suspend(TransactionHistory opened, string reason) =>
        opened with { Reason = reason, Backfill = opened.Backfill! with { HasEnded = true, IsSuspended = true } };

    /// <summary>The upper bound of what the next page is asked for, or null: only the way below what is stored begins with one, and cursors hold their bounds.</summary>
    public static DateTimeOffset? ToOf(TransactionHistory history) =>
        history.Backfill is { Range: BackfillRange.Backfill, Cursor: null } ? history.Oldest + BackfillOverlap : null;

    /// <summary>
    /// The message of the step that is next, or null after the end. Where the run before had to leave something out, whose reason stands until this one has
    /// ended, the page that it lacked is asked for once.
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
    /// The stored stretch that a page has to account for in full, or null where it cannot: only the end of a whole way down to what is stored
    /// tells what is gone, and only if it showed anything. The lower end is left out, because providers do not agree on whether it is inside.
    /// </summary>
    public static MinedWindow? WindowOf(TransactionHistory opened, BackfillPage page)
    {
        var backfill = Meet(opened, page);
        return backfill is { Gap: null, IsBlind: false, Top: not null, From: { } from }
            && page.Next is null && opened.Newest is { } newest && newest > from
            ? new MinedWindow(from.AddMilliseconds(1), newest)
            : null;
    }

    public static TransactionHistory Advance(TransactionHistory opened, BackfillPage page, string messageId, int maxPages)
    {
        var isHead = opened.Backfill!.Range == BackfillRange.Head;
        page = WithoutCircle(opened.Backfill, isHead ? page : WithoutVoid(opened, page));
        var backfill = Meet(opened, page) with
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
        var share = $"the history has more than {maxPages} pages; the next run goes on";
        return backfill.Page < maxPages ? history
            : isHead && page.Next is not null && backfill.Gap is null ? history with { Reason = share, Backfill = backfill with { HasEnded = true } }
            : Ended(history, share);

        // What is stored of the overlap is shown again. An answer with nothing at all says nothing about the time since.
        TransactionHistory AfterHead(TransactionHistory before, BackfillPage last) => last.Next is null && backfill is { Gap: null, Top: not null }
            ? before with { Newest = Later(before.Newest, Earlier(backfill.Top, backfill.Horizon ?? backfill.StartedAt)) }
            : before;
    }

    // The way back begins with the oldest transaction that is stored, so a truthful answer shows at least that one.
    static BackfillPage WithoutVoid(TransactionHistory opened, BackfillPage page) =>
        opened is { Oldest: not null, Backfill.Cursor: null } && page.Rows.Count == 0 && page.Tally.Skipped == 0
            ? page with { Gap = page.Gap ?? "the provider shows none of the transactions that are stored" }
            : page;

    // A run in a circle would fetch the same pages until its share is used up, and the next run after it.
    static BackfillPage WithoutCircle(TransactionBackfill backfill, BackfillPage page) =>
        page.Next is { } next && (next == backfill.Cursor || backfill.Cursors?.IsBackAt(next) == true)
            ? page with { Next = null, Gap = page.Gap ?? "the pages link in a circle" }
            : page;

    /// <summary>Ends a run before it has reached the first transaction.</summary>
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
            // A transaction from the future must not keep the next run from what happens until then.
            var newest = opened.Newest ?? Earlier(backfill.Top, backfill.StartedAt);
            var oldest = backfill.Gap is null ? Earlier(opened.Oldest, page.Rows.Min(row => row.MinedAt)) : opened.Oldest ?? newest;
            history = opened with { Newest = newest, Oldest = Earlier(oldest, newest) };
        }

        return history with { ReachesBack = page.Next is null && backfill.Gap is null };
    }

    static TransactionBackfill Meet(TransactionHistory opened, BackfillPage page)
    {
        var backfill = opened.Backfill!;
        var stretch = backfill.Range == BackfillRange.Head ? page.Rows.Where(row => row.MinedAt <= opened.Newest).Select(row => row.Id) : [];
        var seen = backfill.Seen.Concat(stretch).ToList();
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
