using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>What became of one row: a position, or the reason it was left out.</summary>
/// <param name="Position">The holding, or null.</param>
/// <param name="Skipped">Why there is none, or null.</param>
/// <param name="Ref">The provider's id of the row where it can be read.</param>
/// <param name="IsJson">Whether the row is JSON at all. If not, it may hide more than one holding.</param>
readonly record struct RowOutcome(ProviderPosition? Position, SkipReason? Skipped, string? Ref, bool IsJson = true);
