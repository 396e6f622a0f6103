using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Queries;

/// <summary>Which positions of a wallet are wanted, and in what order. Null members do not filter.</summary>
public sealed record PositionQuery
{
    /// <summary>Network slug in lower case.</summary>
    public string? Network { get; init; }

    /// <summary>Kind of holding in lower case, see <see cref="Positions.PositionTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Smallest value in US dollars. Positions without a value do not reach it.</summary>
    public decimal? MinValueUsd { get; init; }

    /// <summary>Whether positions of spam assets are shown.</summary>
    public SpamFilter Spam { get; init; }

    public PositionOrder Order { get; init; }

    /// <summary>Where the page before ended, or null for the first page.</summary>
    public PositionPlace? After { get; init; }

    /// <summary>Most positions of a page, at least 1.</summary>
    public required int PageSize { get; init; }
}

/// <summary>What to do with positions of spam assets.</summary>
public enum SpamFilter
{
    /// <summary>Show them among the others.</summary>
    Include,

    /// <summary>Leave them out.</summary>
    Exclude,

    /// <summary>Show nothing else.</summary>
    Only,
}

/// <summary>Order of positions. Positions of equal value are in ordinal order of their ids.</summary>
public enum PositionOrder
{
    /// <summary>Ordinal order of the ids. A position keeps its place as long as it exists.</summary>
    Id,

    /// <summary>The smallest value first, positions without a value last.</summary>
    Value,

    /// <summary>The largest value first, positions without a value last.</summary>
    ValueDescending,
}

/// <summary>Where a page ended.</summary>
public abstract record PositionPlace
{
    PositionPlace()
    {
    }

    /// <summary>In the order of ids: behind an id. Positions that come or go never shift the others between pages.</summary>
    public sealed record Behind(string Id) : PositionPlace;

    /// <summary>In an order that changes with the values: behind the positions that were shown, by their number and a fingerprint of their ids.</summary>
    public sealed record Shown(int Count, string Digest) : PositionPlace;
}

/// <summary>Other positions stand where the pages before ended, so that the next page would miss some or show them twice.</summary>
public sealed class ListChangedException() : Exception("The list has changed since its last page.");

/// <summary>Some of a wallet's positions.</summary>
/// <param name="AsOf">When the oldest of the stored holdings was fetched (UTC), or null when no fetch succeeded yet.</param>
/// <param name="Matching">Positions on all pages together.</param>
/// <param name="Positions">The positions of this page.</param>
/// <param name="Next">What <see cref="PositionQuery.After"/> is for the next page, or null on the last one.</param>
public sealed record PositionPage(DateTimeOffset? AsOf, int Matching, IReadOnlyList<ValuedPosition> Positions, PositionPlace? Next);

/// <summary>A holding at the registry's price.</summary>
/// <param name="Stored">What is held.</param>
/// <param name="Asset">The asset with its price, or null where the registry has none.</param>
/// <param name="Spam">What is believed of the asset.</param>
/// <param name="Value">What it is worth.</param>
public sealed record ValuedPosition(WalletPosition Stored, Asset? Asset, SpamVerdict Spam, PositionValue Value);
