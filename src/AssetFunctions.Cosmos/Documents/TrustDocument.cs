using System.Text.Json.Serialization;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>
/// The override or the price check of one asset, in partition <see cref="Partition"/> of container <c>registry</c>. Each is a document of its own and
/// written whole, so that neither overwrites the other.
/// </summary>
sealed record TrustDocument
{
    public const string Partition = "$trust";
    public const string OverrideType = "override";
    public const string ConfirmationType = "confirmation";

    public required string Id { get; init; }

    /// <summary>The partition, not the network of the asset.</summary>
    public required string Network { get; init; }

    public required string Type { get; init; }

    public required string AssetNetwork { get; init; }

    public required string AssetAddress { get; init; }

    /// <summary>Whether the override was removed; other processes learn of it before the document expires.</summary>
    public bool? Removed { get; init; }

    public SpamState? State { get; init; }

    public decimal? PriceUsd { get; init; }

    public string? Note { get; init; }

    public string? By { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Provider { get; init; }

    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>The confirmed price; absent where the evidence does not confirm it.</summary>
    public decimal? Usd { get; init; }

    public decimal? MaxUsd { get; init; }

    public int? Ttl { get; init; }

    /// <summary>When the document was written, in seconds since 1970 by the database's clock.</summary>
    [JsonPropertyName("_ts")]
    public long? ChangedAt { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }
}
