using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>What became of one row: what it holds, or the reason it was left out.</summary>
/// <param name="Row">What the row holds, or null.</param>
/// <param name="Skipped">Why it was left out, or null.</param>
/// <param name="Ref">The provider's id of the row where it can be read.</param>
/// <param name="IsJson">Whether the row is JSON at all. If not, it may hide more than one.</param>
readonly record struct RowOutcome<TRow>(TRow? Row, SkipReason? Skipped, string? Ref, bool IsJson = true)
    where TRow : class;
