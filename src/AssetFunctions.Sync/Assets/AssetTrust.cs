namespace AssetFunctions.Sync.Assets;

/// <summary>What the platform decided about an asset beyond its reported facts: an operator's override, and the check of its price.</summary>
/// <param name="Key">The asset.</param>
public sealed record AssetTrust(AssetKey Key)
{
    /// <summary>The operator's decision, or null for none.</summary>
    public AssetOverride? Override { get; init; }

    /// <summary>Result of the last price check, or null if the price was never checked.</summary>
    public PriceConfirmation? Confirmation { get; init; }
}

/// <summary>An operator's decision on an asset. It applies to every wallet and takes precedence over providers, rules and settings.</summary>
/// <param name="Note">Why, in the operator's words, at most <see cref="NoteLength"/> characters.</param>
/// <param name="By">The function key that authorized the request, by the beginning of its hash, or <c>unknown</c>.</param>
/// <param name="At">When it was stored (UTC, whole milliseconds).</param>
public sealed record AssetOverride(string Note, string By, DateTimeOffset At)
{
    /// <summary>Maximum length of <see cref="Note"/> in UTF-16 characters.</summary>
    public const int NoteLength = 500;

    /// <summary>Provider of an overridden price.</summary>
    public const string Provider = "override";

    /// <summary>The verdict, or null to leave it to providers and rules.</summary>
    public SpamState? State { get; init; }

    /// <summary>Price of one token in US dollars, greater than zero, or null to use observed prices.</summary>
    public decimal? PriceUsd { get; init; }
}

/// <summary>
/// Result of comparing an asset's price with other evidence. It stands until the next check: an evidence provider that cannot be called changes
/// nothing.
/// </summary>
/// <param name="Provider">Name of the provider of the evidence.</param>
/// <param name="CheckedAt">When the evidence was requested (UTC, whole milliseconds).</param>
/// <param name="Usd">The confirmed price of one token in US dollars, or null where the evidence does not confirm the price.</param>
public sealed record PriceConfirmation(string Provider, DateTimeOffset CheckedAt, decimal? Usd = null)
{
    /// <summary>Largest value of the asset in one wallet that the evidence supports, in US dollars, or null for any.</summary>
    public decimal? MaxUsd { get; init; }
}
