using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Result of reading one row: its value, or the reason why it was skipped.</summary>
/// <param name="Row">The value, or null.</param>
/// <param name="Skipped">Why the row was skipped, or null.</param>
/// <param name="Ref">The provider's id of the row, if readable.</param>
/// <param name="IsJson">False if the row is not JSON; it may then be several rows.</param>
readonly record struct RowOutcome<TRow>(TRow? Row, SkipReason? Skipped, string? Ref, bool IsJson = true)
    where TRow : class;
