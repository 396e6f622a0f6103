using System.Text.Json.Serialization;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// What is stored of a wallet's history: everything mined from <see cref="Oldest"/> to <see cref="Newest"/> as the provider told it, and where
/// the run that fetches more of it stands.
/// </summary>
public sealed record TransactionHistory
{
    /// <summary>Upper end of the stretch that is stored without gaps (UTC), or null while there is none. The next run starts from here.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>Lower end of that stretch (UTC), or null while there is none. While the history is incomplete the next run goes on from here.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Whether the stretch reaches back to the wallet's first transaction.</summary>
    public bool ReachesBack { get; init; }

    /// <summary>What the last run that ended had to leave out and why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Transactions stored, trash and dropped ones included.</summary>
    public int Stored { get; init; }

    /// <summary>The newest run that fetched transactions, or null before the first one.</summary>
    public TransactionBackfill? Backfill { get; init; }

    /// <summary>Whether nothing is known to be missing.</summary>
    public bool IsComplete => ReachesBack && Reason is null;
}

/// <summary>
/// One run's way through the pages of a provider, newest first, and its next step. Only a message that is at that step goes on. What follows from
/// other members is computed.
/// </summary>
public sealed record TransactionBackfill
{
    /// <summary>The run, with <see cref="StartedAt"/>: messages of other runs pass, and only a newer one may begin.</summary>
    public required string RunId { get; init; }

    /// <summary>When the run fetched the wallet (UTC): tells newer from older, and no transaction counts as newer than that.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The page that is next, counted over the whole run from 0: a copy of an earlier page's message finds that it is done.</summary>
    public int Page { get; init; }

    /// <summary>
    /// Lower bound of the way down to what is stored (UTC), or null on the way below that. Kept because the overlap it was made with is a setting,
    /// which may change before the last page: what that page has to account for depends on what the first one asked.
    /// </summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>What asks for the next page, or null where a stretch begins: a message that was lost is made again from it.</summary>
    public string? Cursor { get; init; }

    /// <summary>What is remembered of the cursors on the way, or null where a way begins: pages in a circle would never end.</summary>
    [JsonPropertyName("trail")]
    public CursorLoopDetector? Cursors { get; init; }

    /// <summary>Whether nothing is left to do, so that the next run may begin.</summary>
    public bool HasEnded { get; init; }

    /// <summary>
    /// Whether the run has ended only because its message could not be processed. The message makes its step when it is put back.
    /// </summary>
    public bool IsSuspended { get; init; }

    /// <summary>
    /// Id of the queue message that made the last step. When it is delivered again, its process may have died before the message of the next
    /// page was sent; no other copy of it needs to send anything.
    /// </summary>
    [JsonPropertyName("steppedBy")]
    public string? CommittedBy { get; init; }

    /// <summary>Newest transaction met on the way (UTC), or null: where the stored stretch ends once the way is whole.</summary>
    public DateTimeOffset? Top { get; init; }

    /// <summary>Why a page on the way lacked transactions, or null. From there on nothing counts as stored without gaps.</summary>
    public string? Gap { get; init; }

    /// <summary>Whether rows were met that could not be read or were too many to remember: what is stored must not be taken for gone then.</summary>
    public bool IsBlind { get; init; }

    /// <summary>Ids of the stored stretch that earlier pages have shown; what none has shown is dropped.</summary>
    public IReadOnlyList<string> Seen { get => field ?? []; init; } = [];

    /// <summary>
    /// When the first page of the way down was asked for (UTC), where that was an earlier run; null where it was this one. No transaction counts as
    /// newer, or those mined between the two runs would be missed.
    /// </summary>
    public DateTimeOffset? Horizon { get; init; }

    /// <summary>When the result is of no more use (UTC), or null. A run that is woken by another one has it from here.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Until when the message of the next step is expected (UTC); later than that it counts as lost and the next run wakes this one.</summary>
    public DateTimeOffset ExpectedBy { get; init; }

    /// <summary>The newest run that was asked for meanwhile. It begins when this one has ended.</summary>
    public BackfillRequest? Again { get; init; }

    /// <summary>What the API and the log show of the run.</summary>
    public BackfillTally Tally { get => field ?? new(); init; } = new();

    /// <summary>Which stretch the next page belongs to. Stored for the version before, which reads it; this one computes it.</summary>
    [JsonPropertyName("leg")]
    public BackfillRange Range => From is null ? BackfillRange.Backfill : BackfillRange.Head;

    /// <summary>
    /// Whether the run has ended on its way down only because it had its share of pages. The next one goes on from there. Stored for the version
    /// before, which reads it; this one computes it.
    /// </summary>
    public bool IsPaused => HasEnded && !IsSuspended && Cursor is not null;

    /// <summary>Identity of this fetch of the run, see <see cref="RunAttempt"/>.</summary>
    [JsonIgnore]
    public string Attempt => RunAttempt.Of(RunId, StartedAt);
}

/// <summary>A run that was asked for.</summary>
public sealed record BackfillRequest(string RunId, DateTimeOffset StartedAt, DateTimeOffset? Deadline);

/// <summary>Stretches of a history in the order a run takes them; the first history of a wallet has the second alone.</summary>
public enum BackfillRange
{
    /// <summary>From now down to what is stored.</summary>
    Head,

    /// <summary>From the oldest that is stored, or from now where nothing is, down to the wallet's first transaction.</summary>
    Backfill,
}

/// <summary>What a run has done for the transactions of a wallet.</summary>
public sealed record BackfillTally
{
    /// <summary>Pages stored.</summary>
    public int Pages { get; init; }

    /// <summary>Transactions that were not stored before.</summary>
    public int New { get; init; }

    /// <summary>Transactions written: new, changed or dropped.</summary>
    public int Written { get; init; }

    /// <summary>Transactions met that were stored already.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows of the provider that could not be read.</summary>
    public int Skipped { get; init; }

    /// <summary>Database requests of the deliveries that made a step.</summary>
    public int Requests { get; init; }

    public static BackfillTally operator +(BackfillTally left, BackfillTally right) => left.Add(right);

    /// <summary>Named form of the operator.</summary>
    public BackfillTally Add(BackfillTally other) => new()
    {
        Pages = Pages + other.Pages,
        New = New + other.New,
        Written = Written + other.Written,
        Unchanged = Unchanged + other.Unchanged,
        Skipped = Skipped + other.Skipped,
        Requests = Requests + other.Requests,
    };
}
