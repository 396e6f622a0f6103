namespace AssetFunctions.Sync.Assets;

/// <summary>What is believed of an asset: whether it is worth a user's attention or trades on being mistaken for something else.</summary>
public enum SpamState
{
    /// <summary>Nobody vouches for the asset and nothing speaks against it.</summary>
    Unknown,

    /// <summary>Somebody vouches for the asset.</summary>
    Verified,

    /// <summary>The asset is a lure or an imitation.</summary>
    Spam,
}

/// <summary>Who judged an asset.</summary>
public enum SpamSource
{
    /// <summary>Nobody: the state is <see cref="SpamState.Unknown"/>.</summary>
    None,

    /// <summary>The lists in the settings, which overrule everything.</summary>
    Setting,

    /// <summary>The provider of the asset's facts.</summary>
    Provider,

    /// <summary>The table of well-known contracts.</summary>
    KnownAssets,

    /// <summary>The rules on names.</summary>
    Rules,
}

/// <summary>Why an asset is taken for spam.</summary>
public enum SpamReason
{
    /// <summary>The settings block it.</summary>
    Blocked,

    /// <summary>The name or symbol is or holds the address of a site.</summary>
    Link,

    /// <summary>The name or symbol asks to visit, claim or redeem something.</summary>
    Lure,

    /// <summary>Characters of other scripts stand in for Latin letters that they resemble.</summary>
    LookAlike,

    /// <summary>The name or symbol holds characters that take up room but show nothing.</summary>
    Invisible,

    /// <summary>The symbol or name is that of a well-known asset, the contract is another.</summary>
    Impersonation,
}

/// <summary>What is believed of an asset, on whose word, and for spam why.</summary>
public readonly record struct SpamVerdict(SpamState State, SpamSource Source, SpamReason? Reason)
{
    /// <summary>Of an asset nothing is known of.</summary>
    public static readonly SpamVerdict Unknown = new(SpamState.Unknown, SpamSource.None, Reason: null);

    public static SpamVerdict Verified(SpamSource provider) => new(SpamState.Verified, provider, Reason: null);

    public static SpamVerdict Spam(SpamSource provider, SpamReason reason) => new(SpamState.Spam, provider, reason);
}
