namespace AssetFunctions.Sync.Phases.MarketRefresh;

/// <summary>Defaults of the market data refresh.</summary>
public static class MarketRefreshDefaults
{
    public const bool Enabled = true;

    /// <summary>Days for which an asset's market data is refreshed after a sync last found the asset in a wallet.</summary>
    public const int HeldDays = 7;

    /// <summary>Hours: less than between two runs, so that each run may refresh what the one before did.</summary>
    public const int MinAgeHours = 5;

    /// <summary>Provider calls of one run.</summary>
    public const int CallsPerRun = 5;

    /// <summary>Provider calls of a day: one fifteenth of the smallest known plan of Zerion.</summary>
    public const int CallsPerDay = 20;

    /// <summary>Assets per page of the registry.</summary>
    internal const int PageSize = 1000;

    /// <summary>Maximum pages of the registry that one run reads to choose from.</summary>
    internal const int MaxPages = 10;

    /// <summary>Maximum assets whose number of syncs decides the order.</summary>
    internal const int MaxRanked = 10_000;

    /// <summary>Assets per write: the most of a transactional batch.</summary>
    internal const int BatchSize = 100;
}
