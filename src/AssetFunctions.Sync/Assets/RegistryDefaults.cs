namespace AssetFunctions.Sync.Assets;

/// <summary>Constants that all registries share, so that they decide alike.</summary>
public static class RegistryDefaults
{
    /// <summary>Minimum time between two writes of <see cref="Asset.HeldAt"/>: all the syncs of a day cost one.</summary>
    public static readonly TimeSpan HeldRenewal = TimeSpan.FromHours(24);
}
