using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Classifies assets as spam, verified or unknown. An operator's override comes first, then the settings, the asset's provider and the table of
/// well-known contracts; names are judged only if none of these decides. Verdicts are computed when read and never stored, so that a new rule applies
/// to every asset at once.
/// </summary>
/// <remarks>
/// Facts are stored without control, zero-width and right-to-left characters. A name that used them to imitate another one equals that one here.
/// </remarks>
public sealed class SpamRules(IOptions<SpamOptions> options)
{
    readonly FrozenSet<AssetKey> _allowed = SpamOptions.ToKeys(options.Value.Allow);
    readonly FrozenSet<AssetKey> _blocked = SpamOptions.ToKeys(options.Value.Block);

    // Every read judges the same facts. A verdict is kept as long as the facts, which live as long as their cache entry.
    readonly ConditionalWeakTable<AssetFacts, Judged> _known = [];

    /// <summary>Judges a registered asset.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="trust">What the platform decided about it, or null for nothing.</param>
    public SpamVerdict Judge(Asset asset, AssetTrust? trust) => trust?.Override?.State is { } state ? Overridden(state) : Judge(asset);

    /// <summary>Judges an asset by its identity and reported facts.</summary>
    /// <param name="key">The asset.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="trust">What the platform decided about it, or null for nothing.</param>
    public SpamVerdict Judge(AssetKey key, AssetFacts facts, AssetTrust? trust) =>
        trust?.Override?.State is { } state ? Overridden(state) : Judge(key, facts);

    /// <summary>Whether the settings, the provider or the table of well-known contracts vouch for an asset. Overrides are not considered.</summary>
    /// <param name="key">The asset.</param>
    /// <param name="verified">Whether the provider of the asset's facts vouches for it; null if it does not say.</param>
    public bool IsVouchedFor(AssetKey key, bool? verified) =>
        !_blocked.Contains(key) && (_allowed.Contains(key) || verified == true || KnownAssets.Contains(key));

    /// <summary>Judges a registered asset without overrides.</summary>
    public SpamVerdict Judge(Asset asset) =>
        _known.TryGetValue(asset.Facts, out var judged) && judged.Key == asset.Key
            ? judged.Verdict
            : JudgeAndKeep(asset);

    /// <summary>Judges an asset by its identity and reported facts, without overrides.</summary>
    public SpamVerdict Judge(AssetKey key, AssetFacts facts) =>
        _blocked.Contains(key) ? SpamVerdict.Spam(SpamSource.Setting, SpamReason.Blocked)
        : _allowed.Contains(key) ? SpamVerdict.Verified(SpamSource.Setting)
        : facts.Verified == true ? SpamVerdict.Verified(SpamSource.Provider)
        : KnownAssets.Contains(key) ? SpamVerdict.Verified(SpamSource.KnownAssets)
        : ReasonOf(key, facts) is { } reason ? SpamVerdict.Spam(SpamSource.Rules, reason)
        : SpamVerdict.Unknown;

    static SpamVerdict Overridden(SpamState state) => state switch
    {
        SpamState.Spam => SpamVerdict.Spam(SpamSource.Override, SpamReason.Blocked),
        SpamState.Verified => SpamVerdict.Verified(SpamSource.Override),
        _ => new SpamVerdict(SpamState.Unknown, SpamSource.Override, Reason: null),
    };

    static SpamReason? ReasonOf(AssetKey key, AssetFacts facts) =>
        HostileNames.HasLink(facts.Symbol, facts.Name) ? SpamReason.Link
        : HostileNames.HasLure(key.Network, facts.Symbol, facts.Name) ? SpamReason.Lure
        : HostileNames.HasBlank(facts.Symbol) || HostileNames.HasBlank(facts.Name) ? SpamReason.Invisible
        : KnownAssets.IsImpersonated(key.Network, facts.Symbol, facts.Name)
            ? AreMixedIn(facts) && !KnownAssets.IsGreat(facts.Symbol) ? SpamReason.LookAlike : SpamReason.Impersonation
        : AreMixedIn(facts) ? SpamReason.LookAlike
        : null;

    static bool AreMixedIn(AssetFacts facts) => LookAlikes.AreMixedIn(facts.Symbol) || LookAlikes.AreMixedIn(facts.Name);

    SpamVerdict JudgeAndKeep(Asset asset)
    {
        var verdict = Judge(asset.Key, asset.Facts);
        _known.AddOrUpdate(asset.Facts, new Judged(asset.Key, verdict));
        return verdict;
    }

    sealed record Judged(AssetKey Key, SpamVerdict Verdict);
}
