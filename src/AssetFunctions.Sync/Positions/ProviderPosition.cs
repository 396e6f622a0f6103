using System.Numerics;
using System.Text.Json.Serialization;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Positions;

/// <summary>One position of a wallet as a provider reports it, already validated and in canonical form.</summary>
public sealed record ProviderPosition
{
    /// <summary>Identity of the asset, taken from the implementation on the position's own network.</summary>
    public required AssetKey Asset { get; init; }

    /// <summary>
    /// The contract address as the provider spelled it, or null where it named the network's own coin. Two rows of one asset with different
    /// spellings show the same balance.
    /// </summary>
    [JsonIgnore]
    public string? StatedAddress { get; init; }

    /// <summary>Descriptive facts of the asset, cleaned and bounded.</summary>
    public required AssetFacts Facts { get; init; }

    /// <summary>The provider's own id of the position, or several, see <see cref="ProviderRefs"/>. Opaque; never a key of ours.</summary>
    public required string ProviderRef { get; init; }

    /// <summary>Kind of position in lower case, see <see cref="PositionTypes"/>; other kinds pass through unchanged.</summary>
    public required string Type { get; init; }

    /// <summary>Display name of the protocol, or null for a plain wallet balance.</summary>
    public string? Protocol { get; init; }

    /// <summary>The provider's group of the position, shared by all positions in one pool, or null.</summary>
    public string? GroupId { get; init; }

    /// <summary>Address of the liquidity pool, or null.</summary>
    public string? PoolAddress { get; init; }

    /// <summary>Display name of the position, e.g. <c>Asset</c> or <c>Supplied</c>; bounded.</summary>
    public string? Name { get; init; }

    /// <summary>Amount in raw base units, never negative, up to 2^256−1. A loan is positive too and counts as debt by its type.</summary>
    public required BigInteger RawAmount { get; init; }

    /// <summary>Decimal places of <see cref="RawAmount"/>, 0–255.</summary>
    public required int Decimals { get; init; }

    /// <summary>Factor by which the token multiplies raw amounts, or null for none: the wallet has raw amount × scale.</summary>
    public decimal? Scale { get; init; }

    /// <summary>Price of one token in US dollars as the provider states it, greater than zero, or null where it is unknown.</summary>
    public decimal? PriceUsd { get; init; }

    /// <summary>Value of the position in US dollars, greater than zero, where the provider states one but no price; otherwise null.</summary>
    public decimal? ValueUsd { get; init; }

    /// <summary>The amount, as it is valued.</summary>
    [JsonIgnore]
    public HeldAmount Held => new(Asset, Type, RawAmount, Decimals) { Scale = Scale, ValueUsd = ValueUsd };
}

/// <summary>Kinds of positions that the product distinguishes. Providers add kinds at any time.</summary>
public static class PositionTypes
{
    public const string Wallet = "wallet";
    public const string Deposit = "deposit";
    public const string Loan = "loan";
    public const string Staked = "staked";
    public const string Unknown = "unknown";

    /// <summary>Whether a position of this kind reduces the wallet's value.</summary>
    public static bool IsDebt(string type) => string.Equals(type, Loan, StringComparison.Ordinal);
}
