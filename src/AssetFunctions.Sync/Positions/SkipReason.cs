namespace AssetFunctions.Sync.Positions;

/// <summary>Why a provider's row was skipped.</summary>
public enum SkipReason
{
    /// <summary>Flagged as trash by the provider.</summary>
    Trash,

    /// <summary>Flagged as not displayable by the provider.</summary>
    Hidden,

    /// <summary>The provider lists the asset, but the wallet has none of it.</summary>
    Zero,

    /// <summary>The provider could not read this position itself.</summary>
    NotServed,

    /// <summary>The row is not JSON of the expected shape.</summary>
    Malformed,

    /// <summary>The row names no network.</summary>
    NoNetwork,

    /// <summary>The asset has no implementation on the position's network.</summary>
    NoImplementation,

    /// <summary>The amount is missing, negative, not an integer or beyond 256 bits.</summary>
    BadAmount,

    /// <summary>Decimals are missing or outside 0–255.</summary>
    BadDecimals,

    /// <summary>The row has more parts than can be stored together.</summary>
    TooLarge,

    /// <summary>The position is on a network that the wallet's registration excludes.</summary>
    OtherNetwork,
}
