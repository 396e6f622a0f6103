namespace AssetFunctions.Sync.Assets;

/// <summary>Constants shared by all registries, so that they decide alike.</summary>
public static class RegistryDefaults
{
    /// <summary>Minimum time between two writes of <see cref="Asset.HeldAt"/>: all syncs of a day cost one write.</summary>
    public static readonly TimeSpan HeldRenewal = TimeSpan.FromHours(24);
}
