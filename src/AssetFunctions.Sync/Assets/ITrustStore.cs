namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Overrides and price checks in the database, few compared with the assets. Transient failures throw <see cref="TransientStoreException"/>.
/// </summary>
public interface ITrustStore
{
    /// <summary>Reads all entries, or those that may have changed since an earlier read.</summary>
    /// <param name="since"><see cref="TrustChanges.Next"/> of that read, at most a day old, or null for all entries.</param>
    Task<TrustChanges> ListAsync(string? since, CancellationToken cancellationToken);

    /// <summary>Reads an asset's override and its version, or null if it has none.</summary>
    Task<StoredOverride?> FindOverrideAsync(AssetKey key, CancellationToken cancellationToken);

    /// <summary>Stores an override, or removes it.</summary>
    /// <param name="key">The asset; it need not be registered.</param>
    /// <param name="value">The new override, or null to remove it. Removing an absent one succeeds.</param>
    /// <param name="condition">The version to replace, <see cref="OverrideCondition.Any"/> or <see cref="OverrideCondition.Absent"/>.</param>
    /// <returns>The stored override, with a null value after a removal; or null where the condition is not met.</returns>
    Task<StoredOverride?> SetOverrideAsync(AssetKey key, AssetOverride? value, OverrideCondition condition, CancellationToken cancellationToken);

    /// <summary>Stores the results of price checks in place of earlier ones, in one request per 100.</summary>
    /// <param name="checks">At most one per asset.</param>
    Task SetConfirmationsAsync(IReadOnlyDictionary<AssetKey, PriceConfirmation> checks, CancellationToken cancellationToken);
}

/// <summary>Entries of <see cref="ITrustStore.ListAsync"/>.</summary>
/// <param name="Overrides">Overrides by asset; null where one was removed.</param>
/// <param name="Confirmations">Price checks by asset.</param>
/// <param name="Next">Opaque position for the next read.</param>
public sealed record TrustChanges(
    IReadOnlyDictionary<AssetKey, AssetOverride?> Overrides, IReadOnlyDictionary<AssetKey, PriceConfirmation> Confirmations, string Next);

/// <summary>An override as stored.</summary>
/// <param name="Value">The override, or null after its removal.</param>
/// <param name="Version">Opaque version, different after every change.</param>
public sealed record StoredOverride(AssetOverride? Value, string Version);

/// <summary>Which stored override a write may replace.</summary>
/// <param name="Version">The expected version, or null for a condition without one.</param>
/// <param name="MustBeAbsent">Whether there must be none.</param>
public readonly record struct OverrideCondition(string? Version, bool MustBeAbsent)
{
    /// <summary>Whatever is stored.</summary>
    public static readonly OverrideCondition Any;

    /// <summary>Only if there is none.</summary>
    public static readonly OverrideCondition Absent = new(null, MustBeAbsent: true);

    /// <summary>Only the given version.</summary>
    public static OverrideCondition Match(string version) => new(version, MustBeAbsent: false);
}
