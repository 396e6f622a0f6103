namespace AssetFunctions.Sync.Assets;

/// <summary>Classification of an asset.</summary>
public enum SpamState
{
    /// <summary>Nothing vouches for the asset and no rule objects to it.</summary>
    Unknown,

    /// <summary>The settings, the provider or the table of well-known contracts vouch for the asset.</summary>
    Verified,

    /// <summary>The asset is a lure or an imitation.</summary>
    Spam,
}

/// <summary>Basis of a verdict.</summary>
public enum SpamSource
{
    /// <summary>None: the state is <see cref="SpamState.Unknown"/>.</summary>
    None,

    /// <summary>The lists in the settings, which take precedence over everything but an override.</summary>
    Setting,

    /// <summary>An operator's override.</summary>
    Override,

    /// <summary>The provider of the asset's facts.</summary>
    Provider,

    /// <summary>The table of well-known contracts.</summary>
    KnownAssets,

    /// <summary>The rules on names.</summary>
    Rules,
}

/// <summary>Why an asset counts as spam.</summary>
public enum SpamReason
{
    /// <summary>The settings or an override block it.</summary>
    Blocked,

    /// <summary>The name or symbol is or contains the address of a site.</summary>
    Link,

    /// <summary>The name or symbol calls on its reader to visit, claim or redeem something.</summary>
    Lure,

    /// <summary>The name or symbol mixes Latin letters with look-alikes of other scripts.</summary>
    LookAlike,

    /// <summary>The name or symbol contains characters that take up space but are invisible.</summary>
    Invisible,

    /// <summary>The name or symbol is that of a well-known asset with another contract.</summary>
    Impersonation,
}

/// <summary>Classification of an asset, its basis, and for spam the reason.</summary>
public readonly record struct SpamVerdict(SpamState State, SpamSource Basis, SpamReason? Reason)
{
    /// <summary>Verdict where no rule applies.</summary>
    public static readonly SpamVerdict Unknown = new(SpamState.Unknown, SpamSource.None, Reason: null);

    public static SpamVerdict Verified(SpamSource basis) => new(SpamState.Verified, basis, Reason: null);

    public static SpamVerdict Spam(SpamSource basis, SpamReason reason) => new(SpamState.Spam, basis, reason);
}
