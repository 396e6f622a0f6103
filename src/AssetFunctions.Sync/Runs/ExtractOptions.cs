using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Runs;

/// <summary>Settings of the Extract phase, section <c>Sync:Extract</c>.</summary>
public sealed class ExtractOptions
{
    public const string Section = "Sync:Extract";

    /// <summary>How long a provider may take to prepare a wallet before the run ends as partial, in seconds. Default 120.</summary>
    [Range(1, 3600)]
    public int NotReadyBudgetSeconds { get; set; } = ExtractDefaults.NotReadyBudgetSeconds;

    /// <summary>How long a run without a deadline keeps trying, in seconds; waiting for quota does not count. Default 21600.</summary>
    [Range(60, 7 * 24 * 60 * 60)]
    public int DeadlineSeconds { get; set; } = ExtractDefaults.DeadlineSeconds;

    /// <summary>
    /// Maximum positions in one chunk. Default 300; releases before pages reject chunks of more than 90, so set 90 while instances of them still run.
    /// </summary>
    [Range(1, ExtractDefaults.MaxPositionsPerChunk)]
    public int PositionsPerChunk { get; set; } = ExtractDefaults.PositionsPerChunk;
}
