namespace AssetFunctions.Sync.Assets;

/// <summary>One asset of the global registry. Exactly one exists per <see cref="AssetKey"/>, shared by all wallets.</summary>
public sealed record Asset
{
    public required AssetKey Key { get; init; }

    public required AssetFacts Facts { get; init; }

    /// <summary>Latest accepted price, or null while none is known. Unknown is never zero.</summary>
    public AssetPrice? Price { get; init; }

    /// <summary>Market figures as last stated by a provider, or null while none is known.</summary>
    public MarketData? Market { get; init; }

    /// <summary>Website of the asset's project, at most <see cref="AssetFactsLimits.Website"/> characters, or null. Not verified.</summary>
    public string? Website { get; init; }

    /// <summary>When the registry first stored the asset (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When facts or price last changed (UTC).</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// When a sync last found the asset in a wallet (UTC), to within <see cref="RegistryDefaults.HeldRenewal"/>; null if none has.
    /// </summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>The asset at an overridden price, if it has one.</summary>
    public Asset PricedBy(AssetTrust? trust) =>
        trust?.Override is { PriceUsd: { } usd } own ? this with { Price = new AssetPrice(usd, own.At, AssetOverride.Provider) } : this;

    /// <summary>Whether <see cref="HeldAt"/> is old enough to be renewed at <paramref name="instant"/>.</summary>
    public bool IsHeldAtDue(DateTimeOffset instant) => HeldAt is not { } heldAt || instant - heldAt >= RegistryDefaults.HeldRenewal;
}

/// <summary>Descriptive, mutable attributes of an asset as its provider reports them. The text is attacker-controlled and already cleaned.</summary>
public sealed record AssetFacts
{
    /// <summary>Ticker, at most <see cref="AssetFactsLimits.Symbol"/> characters; may be empty and may hold any separator.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name, at most <see cref="AssetFactsLimits.Name"/> characters; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>Decimal places between raw units and one token, 0–255. Zero is a real value.</summary>
    public required int Decimals { get; init; }

    /// <summary>Address of an icon, or null.</summary>
    public string? IconUrl { get; init; }

    /// <summary>Whether the provider vouches for the asset; null if it does not say, which counts as no.</summary>
    public bool? Verified { get; init; }

    /// <summary>
    /// The provider's id of the asset on all its networks, at most <see cref="AssetFactsLimits.GroupId"/> characters, or null. Opaque. Assets with the
    /// same one are the same token on several networks.
    /// </summary>
    public string? GroupId { get; init; }

    /// <summary>
    /// Merges newly reported facts into these. Members that the report leaves open (empty text, no icon or group, <see cref="Verified"/> null)
    /// keep their values, so that a provider that knows less removes nothing.
    /// </summary>
    public AssetFacts UpdatedBy(AssetFacts reported) => new()
    {
        Symbol = reported.Symbol.Length > 0 ? reported.Symbol : Symbol,
        Name = reported.Name.Length > 0 ? reported.Name : Name,
        Decimals = reported.Decimals,
        IconUrl = reported.IconUrl ?? IconUrl,
        Verified = reported.Verified ?? Verified,
        GroupId = reported.GroupId ?? GroupId,
    };

    /// <summary>Whether a report changes these facts. A group alone is no change, so that new ids do not cause a write for every asset.</summary>
    public bool AreChangedBy(AssetFacts reported) => (UpdatedBy(reported) with { GroupId = GroupId }) != this;

    /// <summary>Merges the facts of several rows of one asset; earlier rows take precedence.</summary>
    public static AssetFacts Of(IEnumerable<AssetFacts> rows) => rows.Aggregate((earlier, later) => later.UpdatedBy(earlier));
}

/// <summary>Bounds on descriptive text, in UTF-16 characters, so that a hostile token cannot inflate a document.</summary>
public static class AssetFactsLimits
{
    public const int Symbol = 64;
    public const int Name = 160;
    public const int IconUrl = 512;
    public const int GroupId = 64;
    public const int Website = 128;
}
