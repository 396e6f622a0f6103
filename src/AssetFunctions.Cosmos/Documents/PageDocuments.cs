using System.Numerics;
using System.Text.Json;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>
/// One page of a wallet's positions, in the wallet's partition: at most 31 KB, not indexed. Its id has the first id of its range. Facts and prices of
/// assets are only in the registry.
/// </summary>
sealed record PageDocument
{
    public required string Id { get; init; }

    public required string Wallet { get; init; }

    public string Type { get => field ?? WalletDocumentTypes.Page; init; }

    /// <summary>End of the page's range, exclusive.</summary>
    public required string To { get; init; }

    /// <summary>Values of the members that a row leaves out because most rows of the page share them.</summary>
    public PageRowDocument? Common { get; init; }

    /// <summary>The positions in order of their ids, each a <see cref="PageRowDocument"/>. They are read one by one, so that one bad row costs only itself.</summary>
    public required IReadOnlyList<JsonElement> Rows { get; init; }
}

/// <summary>One position in a page. Network, provider, times and writer may be those of <see cref="PageDocument.Common"/>.</summary>
sealed record PageRowDocument
{
    public string? Network { get; init; }

    public string? Address { get; init; }

    /// <summary>Kind of position, see <see cref="Sync.Positions.PositionTypes"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>The provider's id of the position.</summary>
    public string? Ref { get; init; }

    public BigInteger? Amount { get; init; }

    public int? Decimals { get; init; }

    /// <summary>Absent for a token that does not scale raw amounts.</summary>
    public decimal? Scale { get; init; }

    /// <summary>The provider's value; absent when it stated a price.</summary>
    public decimal? ValueUsd { get; init; }

    public string? Protocol { get; init; }

    public string? Group { get; init; }

    public string? Pool { get; init; }

    public string? Name { get; init; }

    public string? Provider { get; init; }

    /// <summary>Fetch time of the run that last changed the position.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>
    /// Fetch time of the run that first found the position. Rows of earlier releases lack it; <see cref="ChangedAt"/> takes its place.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Id of the run that last changed the position.</summary>
    public string? Writer { get; init; }
}
