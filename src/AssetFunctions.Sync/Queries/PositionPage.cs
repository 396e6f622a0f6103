using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Selects and orders positions of a wallet. Null members do not filter.</summary>
public sealed record PositionQuery
{
    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary>Kind of position in lower case, see <see cref="Positions.PositionTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Minimum value in US dollars. Excludes positions without a value.</summary>
    public decimal? MinValueUsd { get; init; }

    /// <summary>Whether positions of spam assets are included.</summary>
    public SpamFilter Spam { get; init; }

    public PositionOrder Order { get; init; }

    /// <summary>End of the previous page, or null for the first page.</summary>
    public PositionPlace? After { get; init; }

    /// <summary>Maximum number of positions per page, at least 1.</summary>
    public required int PageSize { get; init; }
}

/// <summary>How to treat positions of spam assets.</summary>
public enum SpamFilter
{
    /// <summary>Include them.</summary>
    Include,

    /// <summary>Leave them out.</summary>
    Exclude,

    /// <summary>Include nothing else.</summary>
    Only,
}

/// <summary>Order of positions. Positions of equal value are in ordinal order of their ids.</summary>
public enum PositionOrder
{
    /// <summary>Ordinal order of the ids. A position keeps its place as long as it exists.</summary>
    Id,

    /// <summary>Smallest value first, positions without a value last.</summary>
    Value,

    /// <summary>Largest value first, positions without a value last.</summary>
    ValueDescending,
}

/// <summary>End of a page.</summary>
public abstract record PositionPlace
{
    PositionPlace()
    {
    }

    /// <summary>In order of ids: after an id. Added or removed positions never shift others between pages.</summary>
    public sealed record Behind(string Id) : PositionPlace;

    /// <summary>In order of values: after the positions listed so far, given by their number and a fingerprint of their ids.</summary>
    public sealed record Shown(int Count, string Digest) : PositionPlace;
}

/// <summary>Thrown when a list has changed before the end of the previous page, so that the next page would miss or repeat positions.</summary>
public sealed class ListChangedException() : Exception("The list has changed since its last page.");

/// <summary>One page of a wallet's positions.</summary>
/// <param name="AsOf">Fetch time of the oldest stored position (UTC), or null when no fetch has succeeded yet.</param>
/// <param name="Matching">Number of positions on all pages.</param>
/// <param name="Positions">Positions on this page.</param>
/// <param name="Next">Value of <see cref="PositionQuery.After"/> for the next page, or null on the last page.</param>
public sealed record PositionPage(DateTimeOffset? AsOf, int Matching, IReadOnlyList<ValuedPosition> Positions, PositionPlace? Next);
