using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Builds position sets from collected rows.</summary>
static class PositionSets
{
    public const string Kind = "positions";

    /// <summary>Returns the set of a finished fetch.</summary>
    public static PositionSet ToSet(this RowCollector<ProviderPosition> rows, string provider) => new()
    {
        Provider = provider,
        Rows = rows.Rows,
        Skipped = rows.Skipped,
        UnreadableRefs = rows.UnreadableRefs,
        IncompleteReason = rows.IncompleteReason,
    };
}
