namespace AssetFunctions.Sync.Positions;

/// <summary>Fixed bounds of the Positions phase.</summary>
static class PositionsDefaults
{
    /// <summary>How often a chunk rereads its range because another chunk or run changed the wallet's state first.</summary>
    public const int MaxAttempts = 8;
}
