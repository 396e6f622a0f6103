using System.Text.Json.Serialization;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Runs;

/// <summary>What is known of one sync run after its fetch. It is the same in every chunk of the run.</summary>
public sealed record SyncRun
{
    static readonly Dictionary<SkipReason, int> NoneSkipped = [];

    /// <summary>Wallet address in canonical form; the partition of everything the run writes about the wallet.</summary>
    public required string Wallet { get; init; }

    /// <summary>Identity of the run. The same request delivered twice has the same run.</summary>
    public required string RunId { get; init; }

    /// <summary>
    /// When the wallet was fetched (UTC, millisecond precision). It orders runs of one wallet: data of an older run never overwrites a newer one's.
    /// </summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// Identity of this fetch of the run. A request that is delivered again fetches again: the later attempt supersedes the earlier one as a
    /// newer run would.
    /// </summary>
    [JsonIgnore]
    public string Attempt => RunAttempt.Of(RunId, StartedAt);

    /// <summary>Name of the provider that served the run.</summary>
    [JsonPropertyName("source")]
    public required string Provider { get; init; }

    /// <summary>Whether that provider sees only some kinds of holdings or some networks, so that the run removes only what came from it before.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>How many chunks make up the run, at least 1.</summary>
    public required int ChunkCount { get; init; }

    /// <summary>Fingerprint of the chunk boundaries. Marks of two runs can be compared only where their layouts are equal.</summary>
    public required string Layout { get; init; }

    /// <summary>Positions in all chunks together.</summary>
    public required int PositionCount { get; init; }

    /// <summary>Rows the provider sent that are in no chunk, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, int> Skipped { get => field ?? NoneSkipped; init; } = NoneSkipped;

    /// <summary>Why the fetch lacks positions, or null when it is complete. Only a complete run removes holdings.</summary>
    public string? IncompleteReason { get; init; }
}

/// <summary>State of a run as users see it.</summary>
public enum RunStatus
{
    /// <summary>Some chunks are still on their way.</summary>
    Running,

    /// <summary>Everything the provider sent is stored.</summary>
    Completed,

    /// <summary>Stored, but something is known to be missing; the reason says what.</summary>
    Partial,

    /// <summary>The run was given up; the reason says why. What its chunks had stored by then stays.</summary>
    Failed,
}
