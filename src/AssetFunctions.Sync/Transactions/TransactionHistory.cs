using System.Text.Json.Serialization;

namespace AssetFunctions.Sync.Transactions;

/// <summary>
/// State of a wallet's stored transactions: a range without gaps from <see cref="Oldest"/> to <see cref="Newest"/>, as the provider reported it,
/// and the progress of the run that extends it.
/// </summary>
public sealed record TransactionHistory
{
    /// <summary>Upper end of the range that is stored without gaps (UTC), or null while there is none. The next run starts here.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>Lower end of that range (UTC), or null while there is none. The next run continues from here while the history is incomplete.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Whether the range reaches back to the wallet's first transaction.</summary>
    public bool ReachesBack { get; init; }

    /// <summary>Transactions that the last ended run left out, and why; null when it left out none.</summary>
    public string? Reason { get; init; }

    /// <summary>Transactions stored, trash and dropped ones included.</summary>
    public int Stored { get; init; }

    /// <summary>The newest run that fetched transactions, or null before the first one.</summary>
    public TransactionBackfill? Backfill { get; init; }

    /// <summary>Whether nothing is known to be missing.</summary>
    public bool IsComplete => ReachesBack && Reason is null;
}

/// <summary>
/// Progress of one run through a provider's pages, newest first. Only the message of the next page advances it. Members that follow from
/// others are computed.
/// </summary>
public sealed record TransactionBackfill
{
    /// <summary>The run, together with <see cref="StartedAt"/>. Messages of other runs are ignored, except that a newer run may start.</summary>
    public required string RunId { get; init; }

    /// <summary>When the run fetched the wallet (UTC). It orders runs and is the upper limit of <see cref="TransactionHistory.Newest"/>.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Number of the next page, counted over the whole run from 0. Copies of earlier messages are recognized by it.</summary>
    public int Page { get; init; }

    /// <summary>
    /// Lower bound of the <see cref="BackfillRange.Head"/> range (UTC), or null in the <see cref="BackfillRange.Backfill"/> range. Stored because the
    /// overlap setting may change before the last page, which must be compared with the range that the first page requested.
    /// </summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The provider's cursor of the next page, or null at the start of a range. A lost message is recreated from it.</summary>
    public string? Cursor { get; init; }

    /// <summary>Detects pages that link in a loop; null at the start of a range.</summary>
    [JsonPropertyName("trail")]
    public CursorLoopDetector? Cursors { get; init; }

    /// <summary>Whether the run has ended, so that the next run may start.</summary>
    public bool HasEnded { get; init; }

    /// <summary>
    /// Whether the run has ended only because its message is in the poison queue. The run continues when the message is replayed.
    /// </summary>
    public bool IsSuspended { get; init; }

    /// <summary>
    /// Id of the queue message that committed the last page. If that message is delivered again, its process may have died before it sent the next
    /// page's message, so it sends it again; other copies send nothing.
    /// </summary>
    [JsonPropertyName("steppedBy")]
    public string? CommittedBy { get; init; }

    /// <summary>Newest transaction of the current range (UTC), or null. It becomes the end of the stored range when the current range is complete.</summary>
    public DateTimeOffset? Top { get; init; }

    /// <summary>Why a page of the current range lacked transactions, or null. Pages after a gap do not extend the stored range.</summary>
    public string? Gap { get; init; }

    /// <summary>Whether some rows were unreadable, or too many to remember. Then no stored transaction is marked as dropped.</summary>
    public bool IsBlind { get; init; }

    /// <summary>Ids in the stored range that earlier pages have reported; ids that no page reports are dropped.</summary>
    public IReadOnlyList<string> Seen { get => field ?? []; init; } = [];

    /// <summary>
    /// When an earlier run requested the first page of the head range (UTC); null when this run did. <see cref="TransactionHistory.Newest"/> stays at
    /// or before it, so that transactions mined between the two runs are not missed.
    /// </summary>
    public DateTimeOffset? Horizon { get; init; }

    /// <summary>When the run must have ended (UTC), or null. Stored so that a recreated message has it too.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When the next page's message counts as lost (UTC). After that, the next run recreates it.</summary>
    public DateTimeOffset ExpectedBy { get; init; }

    /// <summary>The newest run requested in the meantime. It starts when this one has ended.</summary>
    public BackfillRequest? Again { get; init; }

    /// <summary>Counts of the run, as the API and the log show them.</summary>
    public BackfillTally Tally { get => field ?? new(); init; } = new();

    /// <summary>Range of the next page. Written for the previous release, which reads it; this release computes it.</summary>
    [JsonPropertyName("leg")]
    public BackfillRange Range => From is null ? BackfillRange.Backfill : BackfillRange.Head;

    /// <summary>
    /// Whether the run has ended in the head range only because it reached the page limit. The next run continues from there. Written for the previous
    /// release, which reads it; this release computes it.
    /// </summary>
    public bool IsPaused => HasEnded && !IsSuspended && Cursor is not null;

    /// <summary>Identity of this fetch of the run, see <see cref="RunAttempt"/>.</summary>
    [JsonIgnore]
    public string Attempt => RunAttempt.Of(RunId, StartedAt);
}

/// <summary>A requested run.</summary>
public sealed record BackfillRequest(string RunId, DateTimeOffset StartedAt, DateTimeOffset? Deadline);

/// <summary>Ranges of a history in the order a run fetches them. A wallet's first run has no head range.</summary>
public enum BackfillRange
{
    /// <summary>From the present back to the newest stored transaction.</summary>
    Head,

    /// <summary>From the oldest stored transaction (the present when none is stored) back to the wallet's first transaction.</summary>
    Backfill,
}

/// <summary>Counts of one run over a wallet's transactions.</summary>
public sealed record BackfillTally
{
    /// <summary>Pages stored.</summary>
    public int Pages { get; init; }

    /// <summary>Transactions that were not stored before.</summary>
    public int New { get; init; }

    /// <summary>Transactions written: new, changed or dropped.</summary>
    public int Written { get; init; }

    /// <summary>Transactions fetched that were stored already, with the same content.</summary>
    public int Unchanged { get; init; }

    /// <summary>Provider rows that could not be read.</summary>
    public int Skipped { get; init; }

    /// <summary>Database requests of the deliveries that committed a page.</summary>
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
