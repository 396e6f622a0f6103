using System.Text.Json.Serialization;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Runs;

/// <summary>One sync run after its fetch. Identical in every chunk of the run.</summary>
public sealed record SyncRun
{
    static readonly Dictionary<SkipReason, int> NoneSkipped = [];

    /// <summary>Wallet address in canonical form; the partition of everything the run writes about the wallet.</summary>
    public required string Wallet { get; init; }

    /// <summary>Identity of the run. A redelivered request keeps it.</summary>
    public required string RunId { get; init; }

    /// <summary>
    /// When the wallet was fetched (UTC, millisecond precision). It orders the runs of a wallet: data of an older run never overwrites that of a newer one.
    /// </summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Identity of this fetch, see <see cref="RunAttempt"/>. A later attempt supersedes an earlier one as a newer run would.</summary>
    [JsonIgnore]
    public string Attempt => RunAttempt.Of(RunId, StartedAt);

    /// <summary>Name of the provider that served the run.</summary>
    [JsonPropertyName("source")]
    public required string Provider { get; init; }

    /// <summary>Whether that provider covers only some kinds of positions or networks, so that the run removes only what that provider stored.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>How many chunks make up the run, at least 1.</summary>
    public required int ChunkCount { get; init; }

    /// <summary>Fingerprint of the chunk boundaries, for releases that compare checkpoints by it. Not stored.</summary>
    public required string Layout { get; init; }

    /// <summary>Positions in all chunks together.</summary>
    public required int PositionCount { get; init; }

    /// <summary>Rows the provider sent that are in no chunk, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, int> Skipped { get => field ?? NoneSkipped; init; } = NoneSkipped;

    /// <summary>Why the fetch lacks positions, or null when it is complete. Only a complete run removes positions.</summary>
    public string? IncompleteReason { get; init; }
}

/// <summary>State of a run as users see it.</summary>
public enum RunStatus
{
    /// <summary>Some chunks are not stored yet.</summary>
    Running,

    /// <summary>Everything the provider sent is stored.</summary>
    Completed,

    /// <summary>Stored, but something is missing; the reason says what.</summary>
    Partial,

    /// <summary>The run was given up; the reason says why. What its chunks stored stays.</summary>
    Failed,
}
