using System.Text.Json.Serialization;
using System.Numerics;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>One position of a wallet, in the wallet's partition. Facts and price of the asset are only in the registry.</summary>
sealed record PositionDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public required string Type { get; init; }

    /// <summary>Fingerprint of the stored content.</summary>
    public required string Fp { get; init; }

    /// <summary>The provider's id of the position.</summary>
    public required string Ref { get; init; }

    public required string Network { get; init; }

    public required string ContractAddress { get; init; }

    /// <summary>Kind of position, see <see cref="Sync.Positions.PositionTypes"/>.</summary>
    public required string Kind { get; init; }

    public string? Protocol { get; init; }

    public string? GroupId { get; init; }

    public string? PoolAddress { get; init; }

    public string? Name { get; init; }

    public required BigInteger RawAmount { get; init; }

    public required int Decimals { get; init; }

    /// <summary>Absent for a token that does not scale raw amounts.</summary>
    public decimal? Scale { get; init; }

    /// <summary>The provider's value; absent when it stated a price.</summary>
    public decimal? ValueUsd { get; init; }

    [JsonPropertyName("source")]
    public required string Provider { get; init; }

    /// <summary>Fetch time of the run that last changed the position.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>One row of a whole wallet: its state or a position. Members of the other kind are absent.</summary>
sealed record ContentRow : WalletMembers
{
    public required string Id { get; init; }

    public string? Network { get; init; }

    public string? ContractAddress { get; init; }

    public string? Kind { get; init; }

    public string? Protocol { get; init; }

    public string? GroupId { get; init; }

    public string? PoolAddress { get; init; }

    public string? Name { get; init; }

    public BigInteger? RawAmount { get; init; }

    public int? Decimals { get; init; }

    public decimal? Scale { get; init; }

    public decimal? ValueUsd { get; init; }

    [JsonPropertyName("source")]
    public string? Provider { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public string? Version { get; init; }
}
