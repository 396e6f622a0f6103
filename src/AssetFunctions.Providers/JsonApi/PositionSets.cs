using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Positions as the rows of a fetch.</summary>
static class PositionSets
{
    public const string Kind = "positions";

    /// <summary>The set of a fetch that is over.</summary>
    public static PositionSet ToSet(this RowCollector<ProviderPosition> rows, string provider) => new()
    {
        Provider = provider,
        Rows = rows.Rows,
        Skipped = rows.Skipped,
        UnreadableRefs = rows.UnreadableRefs,
        IncompleteReason = rows.IncompleteReason,
    };
}
