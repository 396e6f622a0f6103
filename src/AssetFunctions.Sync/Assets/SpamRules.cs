using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Tells spam from what is verified and what is merely unknown. The word of the settings counts first, then that of the asset's provider and
/// of the table of well-known contracts; names are judged only where nobody vouches. The verdict is computed from facts that are at hand and stored
/// nowhere, so a new rule holds for every asset at once.
/// </summary>
/// <remarks>
/// Facts are cleaned of control, zero-width and right-to-left characters before they are stored, so those cannot be seen here. What they
/// hide can: once they are gone, a name that was to look like that of another asset is that name.
/// </remarks>
public sealed class SpamRules(IOptions<SpamOptions> options)
{
    readonly FrozenSet<AssetKey> _allowed = SpamOptions.ToKeys(options.Value.Allow);
    readonly FrozenSet<AssetKey> _blocked = SpamOptions.ToKeys(options.Value.Block);

    // Reads judge the same facts over and over. They belong to one asset and die with its cache entry, and the verdict with them.
    readonly ConditionalWeakTable<AssetFacts, Judged> _known = [];

    /// <summary>Judges a registered asset.</summary>
    public SpamVerdict Judge(Asset asset) =>
        _known.TryGetValue(asset.Facts, out var judged) && judged.Key == asset.Key
            ? judged.Verdict
            : Remember(asset);

    /// <summary>Judges an asset by its identity and what its provider says of it.</summary>
    public SpamVerdict Judge(AssetKey key, AssetFacts facts) =>
        _blocked.Contains(key) ? SpamVerdict.Spam(SpamSource.Setting, SpamReason.Blocked)
        : _allowed.Contains(key) ? SpamVerdict.Verified(SpamSource.Setting)
        : facts.Verified == true ? SpamVerdict.Verified(SpamSource.Provider)
        : KnownAssets.Contains(key) ? SpamVerdict.Verified(SpamSource.KnownAssets)
        : ReasonOf(key, facts) is { } reason ? SpamVerdict.Spam(SpamSource.Rules, reason)
        : SpamVerdict.Unknown;

    static SpamReason? ReasonOf(AssetKey key, AssetFacts facts) =>
        HostileNames.HasLink(facts.Symbol, facts.Name) ? SpamReason.Link
        : HostileNames.HasLure(facts.Symbol) || HostileNames.HasLure(facts.Name) ? SpamReason.Lure
        : HostileNames.HasBlank(facts.Symbol) || HostileNames.HasBlank(facts.Name) ? SpamReason.Invisible
        : KnownAssets.IsImpersonated(key.Network, facts.Symbol, facts.Name)
            ? AreMixedIn(facts) && !KnownAssets.IsGreat(facts.Symbol) ? SpamReason.LookAlike : SpamReason.Impersonation
        : AreMixedIn(facts) ? SpamReason.LookAlike
        : null;

    static bool AreMixedIn(AssetFacts facts) => LookAlikes.AreMixedIn(facts.Symbol) || LookAlikes.AreMixedIn(facts.Name);

    SpamVerdict Remember(Asset asset)
    {
        var verdict = Judge(asset.Key, asset.Facts);
        _known.AddOrUpdate(asset.Facts, new Judged(asset.Key, verdict));
        return verdict;
    }

    sealed record Judged(AssetKey Key, SpamVerdict Verdict);
}
