using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Sync.Phases.Transactions;

/// <summary>What a message means for the history it finds.</summary>
enum WalkTurn
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
sealed record WalkPage(IReadOnlyList<(string Id, DateTimeOffset MinedAt)> Rows, string? Next, string? Gap, WalkTally Tally);

/// <summary>
/// How a history moves from step to step. A run first walks from now down to what is stored, then goes on below it where the history does not
/// reach back yet. What is stored without gaps grows only by whole stretches at its upper end and page by page at its lower end, so a run that
/// stops anywhere leaves a state from which the next one misses nothing.
/// </summary>
static class WalkRules
{
    // Sources do not agree on whether a bound is inside, and blocks have whole seconds.
    static readonly TimeSpan BackfillOverlap = TimeSpan.FromSeconds(1);

    public static WalkTurn TurnOf(TransactionHistory? history, TransactionsMessage message, string messageId)
    {
        var walk = history?.Walk;
        if (walk is null || (walk.Attempt != message.Attempt && walk.StartedAt < message.StartedAt))
        {
            // A later page without its run is what a deleted wallet leaves behind.
            return message.Page != 0 ? WalkTurn.Passes
                : walk is { HasEnded: false } ? WalkTurn.Waits
                : WalkTurn.Opens;
        }

        if (walk.Attempt != message.Attempt)
        {
            return WalkTurn.Passes;
        }

        return message.Page == walk.Page && (!walk.HasEnded || walk.IsSuspended) ? WalkTurn.Steps
            : message.Page == walk.Page - 1 && walk.SteppedBy == messageId ? WalkTurn.Repeats
            : WalkTurn.Passes;
    }

    public static TransactionHistory Open(TransactionHistory? known, TransactionsMessage message, TimeSpan overlap)
    {
        var history = known ?? new TransactionHistory();
        if (history.Walk is { IsPaused: true } paused)
        {
            return history with
            {
                Walk = paused with
                {
                    RunId = message.RunId,
                    StartedAt = message.StartedAt,
                    Deadline = message.Deadline,
                    Horizon = paused.Horizon ?? paused.StartedAt,
                    Page = 0,
                    HasEnded = false,
                    SteppedBy = null,
                    Again = null,
                    Tally = new WalkTally(),
                },
            };
        }

        return history with
        {
            Walk = new TransactionWalk
            {
                RunId = message.RunId,
                StartedAt = message.StartedAt,
                Deadline = message.Deadline,
                From = history.Newest - overlap,
            },
        };
    }

    /// <summary>The run that was asked for while one was under way, or null when none was or that has not ended.</summary>
    public static TransactionsMessage? FollowingOf(string wallet, TransactionWalk walk) =>
        walk is { HasEnded: true, IsSuspended: false, Again: { } again } ? TransactionsMessage.First(wallet, again.RunId, again.StartedAt, again.Deadline) : null;

    /// <summary>The history with a run that waits for the stored one to end; the newest of several counts.</summary>
    public static TransactionHistory Wait(TransactionHistory history, TransactionsMessage message) =>
        history.Walk!.Again?.StartedAt >= message.StartedAt
            ? history
            : history with { Walk = history.Walk with { Again = new WalkRequest(message.RunId, message.StartedAt, message.Deadline) } };

    /// <summary>The history before the step that is next.</summary>
    public static TransactionHistory Resume(TransactionHistory history) => history.Walk is { IsSuspended: true } walk
        ? history with { Reason = null, Walk = walk with { HasEnded = false, IsSuspended = false } }
        : history;

    /// <summary>The history with its run expecting its next message by a time.</summary>
    public static TransactionHistory Expect(TransactionHistory history, DateTimeOffset by) =>
        history with { Walk = history.Walk! with { ExpectedBy = by } };

    /// <summary>Ends a run for as long as its message waits for someone to put it back.</summary>
    public static TransactionHistory Suspend(TransactionHistory opened, string reason) =>
        opened with { Reason = reason, Walk = opened.Walk! with { HasEnded = true, IsSuspended = true } };

    /// <summary>The upper bound of what the next page is asked for, or null: only the way below what is stored begins with one, and cursors hold their bounds.</summary>
    public static DateTimeOffset? ToOf(TransactionHistory history) =>
        history.Walk is { Leg: WalkLeg.Backfill, Cursor: null } ? history.Oldest + BackfillOverlap : null;

    /// <summary>
    /// The message of the step that is next, or null after the end. Where the run before had to leave something out, whose reason stands until this one has
    /// ended, the page that it lacked is asked for once.
    /// </summary>
    public static TransactionsMessage? MessageOf(string wallet, TransactionHistory history, int maxAttempts) => history.Walk is not { HasEnded: false } walk ? null : new()
    {
        Version = TransactionsMessage.CurrentVersion,
        Wallet = wallet,
        RunId = walk.RunId,
        StartedAt = walk.StartedAt,
        Page = walk.Page,
        From = walk.Page == 0 ? null : walk.From,
        To = walk.Page == 0 ? null : ToOf(history),
        Cursor = walk.Page == 0 ? null : walk.Cursor,
        Deadline = walk.Deadline,
        Attempts = history is { Reason: not null, Oldest: not null } && walk is { Leg: WalkLeg.Backfill, Cursor: null } ? maxAttempts - 1 : 0,
    };

    /// <summary>
    /// The stored stretch that a page has to account for in full, or null where it cannot: only the end of a whole way down to what is stored
    /// tells what is gone, and only if it showed anything. The lower end is left out, because sources do not agree on whether it is inside.
    /// </summary>
    public static MinedWindow? WindowOf(TransactionHistory opened, WalkPage page)
    {
        var walk = Meet(opened, page);
        return walk is { Gap: null, IsBlind: false, Top: not null, From: { } from }
            && page.Next is null && opened.Newest is { } newest && newest > from
            ? new MinedWindow(from.AddMilliseconds(1), newest)
            : null;
    }

    public static TransactionHistory Advance(TransactionHistory opened, WalkPage page, string messageId, int maxPages)
    {
        var isHead = opened.Walk!.Leg == WalkLeg.Head;
        page = WithoutCircle(opened.Walk, isHead ? page : WithoutVoid(opened, page));
        var walk = Meet(opened, page) with
        {
            Page = opened.Walk.Page + 1,
            SteppedBy = messageId,
            Cursor = page.Next,
            Trail = page.Next is { } cursor ? CursorTrail.After(opened.Walk.Trail, cursor) : null,
        };
        var history = (isHead ? AfterHead(opened, page) : AfterBackfill(opened, page, walk)) with { Walk = walk };
        if (page.Next is null)
        {
            if (walk.Gap is not null || history.ReachesBack)
            {
                return Ended(history, walk.Gap);
            }

            walk = walk with { From = null, Seen = [], Horizon = null };
        }

        history = history with { Walk = walk };
        var share = $"the history has more than {maxPages} pages; the next run goes on";
        return walk.Page < maxPages ? history
            : isHead && page.Next is not null && walk.Gap is null ? history with { Reason = share, Walk = walk with { HasEnded = true } }
            : Ended(history, share);

        // What is stored of the overlap is shown again. An answer with nothing at all says nothing about the time since.
        TransactionHistory AfterHead(TransactionHistory before, WalkPage last) => last.Next is null && walk is { Gap: null, Top: not null }
            ? before with { Newest = Later(before.Newest, Earlier(walk.Top, walk.Horizon ?? walk.StartedAt)) }
            : before;
    }

    // The way back begins with the oldest transaction that is stored, so a truthful answer shows at least that one.
    static WalkPage WithoutVoid(TransactionHistory opened, WalkPage page) =>
        opened is { Oldest: not null, Walk.Cursor: null } && page.Rows.Count == 0 && page.Tally.Skipped == 0
            ? page with { Gap = page.Gap ?? "the source shows none of the transactions that are stored" }
            : page;

    // A run in a circle would fetch the same pages until its share is used up, and the next run after it.
    static WalkPage WithoutCircle(TransactionWalk walk, WalkPage page) =>
        page.Next is { } next && (next == walk.Cursor || walk.Trail?.IsBackAt(next) == true)
            ? page with { Next = null, Gap = page.Gap ?? "the pages link in a circle" }
            : page;

    /// <summary>Ends a run before it has reached the first transaction.</summary>
    public static TransactionHistory GiveUp(TransactionHistory opened, string messageId, string reason, WalkTally tally)
    {
        var walk = opened.Walk!;
        return Ended(opened with { Walk = walk with { Page = walk.Page + 1, SteppedBy = messageId, Tally = walk.Tally + tally } }, reason);
    }

    static TransactionHistory AfterBackfill(TransactionHistory opened, WalkPage page, TransactionWalk walk)
    {
        var history = opened;
        if (page.Rows.Count > 0)
        {
            // A transaction from the future must not keep the next run from what happens until then.
            var newest = opened.Newest ?? Earlier(walk.Top, walk.StartedAt);
            var oldest = walk.Gap is null ? Earlier(opened.Oldest, page.Rows.Min(row => row.MinedAt)) : opened.Oldest ?? newest;
            history = opened with { Newest = newest, Oldest = Earlier(oldest, newest) };
        }

        return history with { ReachesBack = page.Next is null && walk.Gap is null };
    }

    static TransactionWalk Meet(TransactionHistory opened, WalkPage page)
    {
        var walk = opened.Walk!;
        var stretch = walk.Leg == WalkLeg.Head ? page.Rows.Where(row => row.MinedAt <= opened.Newest).Select(row => row.Id) : [];
        var seen = walk.Seen.Concat(stretch).ToList();
        var isBlind = walk.IsBlind || page.Tally.Skipped > 0 || seen.Count > TransactionsDefaults.MaxSeen;
        return walk with
        {
            Top = page.Rows.Count == 0 ? walk.Top : Later(walk.Top, page.Rows.Max(row => row.MinedAt)),
            Gap = walk.Gap ?? page.Gap,
            IsBlind = isBlind,
            Seen = isBlind ? [] : seen,
            Tally = walk.Tally + page.Tally,
        };
    }

    static TransactionHistory Ended(TransactionHistory history, string? reason) =>
        history with { Reason = reason, Walk = history.Walk! with { HasEnded = true, Cursor = null, Trail = null, Seen = [], Horizon = null } };

    static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;

    static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right : left;
}
