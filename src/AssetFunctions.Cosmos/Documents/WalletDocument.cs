using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>Members of a wallet's state. Queries that return the state with something else have these beside the members of the other.</summary>
abstract record WalletMembers
{
    /// <summary>The newest run that stored anything.</summary>
    public RunDocument? Run { get; init; }

    /// <summary>The last checkpoint of each range of positions, by the range's first id.</summary>
    public Dictionary<string, RangeDocument>? Ranges { get; init; }

    /// <summary>Result of the last finished run. It belongs to <see cref="Run"/> only if the attempts are equal.</summary>
    public FinishDocument? Finish { get; init; }

    /// <summary>The last run that failed.</summary>
    public FailureDocument? Failure { get; init; }

    public RegistrationDocument? Registration { get; init; }

    /// <summary>When the next scheduled sync is due, in milliseconds since 1970; null when none is due.</summary>
    public long? DueMs { get; init; }

    public ClaimDocument? Claim { get; init; }

    /// <summary>Fetch time of the last run that wrote or removed positions, in milliseconds since 1970.</summary>
    public long? ChangedMs { get; init; }

    /// <summary>
    /// Fetch time of the last run after which all stored positions were in its fetch, in milliseconds since 1970. Beside pages only if that is not the
    /// last finished run.
    /// </summary>
    public long? WholeMs { get; init; }

    public DeletionDocument? Deletion { get; init; }

    /// <summary>When the wallet was revived after a deletion, in milliseconds since 1970. Runs fetched up to then store nothing.</summary>
    public long? RevivedMs { get; init; }

    /// <summary>Whether <see cref="Ranges"/> are those of the stored positions: a release that does not know them has not written since.</summary>
    [JsonIgnore]
    public bool HasRanges => Ranges is not null && Run is null or { Layout: RunDocument.RangesLayout };

    /// <summary>Whether the positions are in pages.</summary>
    [JsonIgnore]
    public bool IsPaged => HasRanges && Ranges!.Values.Any(range => range.Pages is not null);

    /// <summary>Returns the state of the wallet with these members.</summary>
    public WalletDocument ToDocument(string wallet) => new()
    {
        Wallet = wallet,
        Run = Run,
        Ranges = Ranges,
        Finish = Finish,
        Failure = Failure,
        Registration = Registration,
        DueMs = DueMs,
        Claim = Claim,
        ChangedMs = ChangedMs,
        WholeMs = WholeMs,
        Deletion = Deletion,
        RevivedMs = RevivedMs,
    };
}

/// <summary>Sync state of one wallet: one document per partition of container <c>wallets</c>.</summary>
sealed record WalletDocument : WalletMembers
{
    public string Id { get => field ?? WalletDocumentIds.State; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.State; init; }

    /// <summary>Seconds until the document expires; set only for a deleted wallet.</summary>
    public int? Ttl { get; init; }

    /// <summary>Checkpoints by chunk index, as releases before <see cref="WalletMembers.Ranges"/> wrote them. Not read; removed with the next write of all ranges.</summary>
    public JsonElement? Marks { get; init; }

    [JsonPropertyName("_etag")]
    public string? Version { get; init; }
}

/// <summary>A registration. Beside pages, instants are milliseconds since 1970 and usual values are left out, because a state above 1 KB costs more.</summary>
sealed record RegistrationDocument
{
    public required string Label { get; init; }

    /// <summary>Absent means all.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    public required double IntervalMinutes { get; init; }

    public bool? Paused { get; init; }

    public DateTimeOffset? RegisteredAt { get; init; }

    public long? RegisteredMs { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public long? UpdatedMs { get; init; }

    public required int Revision { get; init; }
}

/// <summary>The run requested last. Instants are milliseconds since 1970, for conditions.</summary>
sealed record ClaimDocument(string RunId, [property: JsonPropertyName("askedMs")] long RequestedMs, long ExpiresMs);

/// <summary>A deletion; <paramref name="DoneMs"/> is set once everything else of the wallet is removed.</summary>
sealed record DeletionDocument([property: JsonPropertyName("askedMs")] long RequestedMs, int Removed, long? DoneMs);

/// <summary>A run after its fetch.</summary>
sealed record RunDocument
{
    /// <summary>Value of <see cref="Layout"/> in this release. Earlier ones wrote a fingerprint, and kept checkpoints elsewhere.</summary>
    public const string RangesLayout = "ranges";

    /// <summary>Run id; only for releases before pages, because <see cref="Attempt"/> holds it.</summary>
    public string? RunId { get; init; }

    public required string Attempt { get; init; }

    /// <summary>Fetch time; only for releases before pages.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Fetch time in milliseconds since 1970; only for releases before pages.</summary>
    public long? StartedMs { get; init; }

    [JsonPropertyName("source")]
    public required string Provider { get; init; }

    /// <summary>True if the provider covers only some kinds of positions or some networks.</summary>
    public bool? IsNarrow { get; init; }

    /// <summary>Absent means one.</summary>
    public int? ChunkCount { get; init; }

    public required string Layout { get; init; }

    public required int PositionCount { get; init; }

    public Dictionary<string, int>? Skipped { get; init; }

    public string? IncompleteReason { get; init; }
}

/// <summary>A range of positions: its checkpoint, unless it is only what is left of a former one, and its pages.</summary>
sealed record RangeDocument
{
    /// <summary>End of the range, exclusive.</summary>
    public required string To { get; init; }

    /// <summary>Fetch time of the run that set the checkpoint, in milliseconds since 1970.</summary>
    public long? FetchedMs { get; init; }

    public string? Digest { get; init; }

    /// <summary>Counts of the chunk; absent once a run of one chunk is finished, because they are those of the run.</summary>
    public ChunkTally? Tally { get; init; }

    /// <summary>First ids of the range's pages, in order; null while its positions are documents.</summary>
    public IReadOnlyList<string>? Pages { get; init; }
}

sealed record FinishDocument
{
    public required string Attempt { get; init; }

    public required RunStatus Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>When the run ended; only for releases before pages.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the run ended, in milliseconds since 1970.</summary>
    public long? FinishedMs { get; init; }

    public required ChunkTally Totals { get; init; }
}

sealed record FailureDocument
{
    public required string RunId { get; init; }

    public required RunStatus Status { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary><see cref="StartedAt"/> in milliseconds since 1970, for conditions.</summary>
    public required long StartedMs { get; init; }

    public required DateTimeOffset FailedAt { get; init; }
}

/// <summary>One row of a list of ids.</summary>
sealed record IdRow(string Id);

/// <summary>One row of a list of wallets: the state without its marks, which are most of it.</summary>
sealed record WalletRow : WalletMembers
{
    public required string Wallet { get; init; }

    public required string Version { get; init; }
}

/// <summary>The form of the stored data, see <see cref="LayoutMarker"/>.</summary>
sealed record LayoutDocument
{
    public string Id { get => field ?? WalletDocumentIds.Layout; init; }

    public required string Wallet { get; init; }

    public required int Version { get; init; }
}
